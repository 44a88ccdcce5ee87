package org.variometer.shard;

import java.util.EnumMap;
import java.util.Map;
import org.variometer.beacon.RejectReason;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * What was read, before sessions know of it.
 *
 * @param read records read
 * @param rejected records rejected, by reason
 * @param ignoredPerformance load times ignored in accepted records
 * @param late accepted records whose beacon lies more than the session gap behind its arrival
 */
public record Intake(
    long read, Map<RejectReason, Long> rejected, long ignoredPerformance, long late) {
  /** Nothing read. */
  public static final Intake NONE = new Intake(0, Map.of(), 0, 0);

  /** Copies the map. */
  public Intake {
    rejected = Map.copyOf(rejected);
  }

  /** Records accepted. */
  public long accepted() {
    return read - rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The sum of both. */
  public Intake plus(Intake other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(rejected);
    other.rejected.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Intake(
        read + other.read, sum, ignoredPerformance + other.ignoredPerformance, late + other.late);
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
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Intake readFrom(ByteReader in) {
    long read = in.readUnsigned();
    Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    int reasons = in.readCount();
    for (int i = 0; i < reasons; i++) {
      rejected.put(RejectReason.ofWireName(in.readText()), in.readUnsigned());
    }
    return new Intake(read, rejected, in.readUnsigned(), in.readUnsigned());
  }
}
