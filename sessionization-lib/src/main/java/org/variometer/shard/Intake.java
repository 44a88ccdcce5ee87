package org.variometer.shard;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.variometer.beacon.RejectReason;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.ArrivalDigest;

/**
 * What was read, before sessions know of it.
 *
 * @param read records read
 * @param rejected records rejected, by reason
 * @param ignoredPerformance load times ignored in accepted records
 * @param late accepted records whose beacon lies more than the session gap behind its arrival
 * @param firstArrival the earliest arrival of a beacon, bots included, ms since the epoch: the
 *     clocks of other rejected records may be wrong. {@link #NO_ARRIVAL} or {@link
 *     #UNKNOWN_ARRIVAL} if there is none
 * @param digest the accepted records
 */
public record Intake(
    long read,
    Map<RejectReason, Long> rejected,
    long ignoredPerformance,
    long late,
    long firstArrival,
    ArrivalDigest digest) {
  /** No beacon was read. */
  public static final long NO_ARRIVAL = Long.MAX_VALUE;

  /** Some were read by who did not keep it, as the batch: before any that is known. */
  public static final long UNKNOWN_ARRIVAL = Long.MIN_VALUE;

  /** Nothing read. */
  public static final Intake NONE = new Intake(0, Map.of(), 0, 0, NO_ARRIVAL, ArrivalDigest.NONE);

  /** The form in which it is kept, that of the states that it is in. */
  private static final int FORM = 3;

  /** The second form, without the digest. */
  private static final int WITHOUT_DIGEST = 2;

  /** The first form, without the first arrival. */
  private static final int WITHOUT_ARRIVAL = 1;

  /** Copies the map. */
  public Intake {
    rejected = Map.copyOf(rejected);
  }

  /** Records accepted. */
  public long accepted() {
    return read - rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** From which arrival on beacons were counted, ms since the epoch; empty if that is not known. */
  public OptionalLong since() {
    return firstArrival == NO_ARRIVAL || firstArrival == UNKNOWN_ARRIVAL
        ? OptionalLong.empty()
        : OptionalLong.of(firstArrival);
  }

  /** The sum of both. */
  public Intake plus(Intake other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(rejected);
    other.rejected.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Intake(
        read + other.read,
        sum,
        ignoredPerformance + other.ignoredPerformance,
        late + other.late,
        Math.min(firstArrival, other.firstArrival),
        digest.plus(other.digest));
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(read);
    out.writeUnsigned(rejected.size());
    for (RejectReason reason : RejectReason.values()) {
      if (rejected.containsKey(reason)) {
        out.writeText(reason.wireName());
        out.writeUnsigned(rejected.get(reason));
      }
    }
    out.writeUnsigned(ignoredPerformance);
    out.writeUnsigned(late);
    out.writeSigned(firstArrival);
    digest.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Intake readFrom(ByteReader in) {
    return readFrom(in, FORM);
  }

  /**
   * Reads what a release wrote into a state.
   *
   * @param form the version of that state
   */
  static Intake readFrom(ByteReader in, int form) {
    long read = in.readUnsigned();
    Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    int reasons = in.readCount();
    for (int i = 0; i < reasons; i++) {
      rejected.put(RejectReason.ofWireName(in.readText()), in.readUnsigned());
    }
    return new Intake(
        read,
        rejected,
        in.readUnsigned(),
        in.readUnsigned(),
        form <= WITHOUT_ARRIVAL ? unknown(read) : in.readSigned(),
        form <= WITHOUT_DIGEST ? ArrivalDigest.NONE : ArrivalDigest.readFrom(in));
  }

  /** What an earliest arrival is that was not kept, where so many records were read. */
  public static long unknown(long read) {
    return read == 0 ? NO_ARRIVAL : UNKNOWN_ARRIVAL;
  }
}
