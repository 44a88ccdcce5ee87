package org.variometer.log;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * What was taken in, by minute of arrival, as sums that no order changes: who takes in the same
 * records has the same sums, however they were cut into micro-batches. Of the newest minutes in
 * which something arrived. Immutable.
 */
public final class ArrivalDigest {
  /** Of so many minutes the sums are kept. */
  public static final int MINUTES = 120;

  /** Nothing was taken in. */
  public static final ArrivalDigest NONE = new ArrivalDigest(new TreeMap<>());

  private static final long MINUTE_MILLIS = 60_000;

  private final SortedMap<Long, Long> sums;

  /** Takes over the sums, less those that are too old. */
  private ArrivalDigest(SortedMap<Long, Long> sums) {
    while (sums.size() > MINUTES) {
      sums.remove(sums.firstKey());
    }
    this.sums = sums;
  }

  /** The sum of each minute, by its number since the epoch. */
  public SortedMap<Long, Long> sums() {
    return new TreeMap<>(sums);
  }

  /** What was taken in by both. */
  public ArrivalDigest plus(ArrivalDigest other) {
    if (other.sums.isEmpty()) {
      return this;
    }
    if (sums.isEmpty()) {
      return other;
    }
    SortedMap<Long, Long> both = new TreeMap<>(sums);
    other.sums.forEach((minute, sum) -> both.merge(minute, sum, Long::sum));
    return new ArrivalDigest(both);
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(sums.size());
    sums.forEach(
        (minute, sum) -> {
          out.writeSigned(minute);
          out.writeLong(sum);
        });
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ArrivalDigest readFrom(ByteReader in) {
    SortedMap<Long, Long> sums = new TreeMap<>();
    int minutes = in.readCount();
    for (int i = 0; i < minutes; i++) {
      sums.put(in.readSigned(), in.readLong());
    }
    return new ArrivalDigest(sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrivalDigest digest && digest.sums.equals(sums);
  }

  @Override
  public int hashCode() {
    return sums.hashCode();
  }

  @Override
  public String toString() {
    return sums.toString();
  }

  /** Takes in record by record. For one thread. */
  public static final class Builder {
    private final Map<Long, long[]> sums = new TreeMap<>();

    /** The minute of the record before; most are followed by one of the same. */
    private long minute = Long.MIN_VALUE;

    private long[] ofMinute = {0};

    /**
     * Takes in a record.
     *
     * @param arrival ms since the epoch
     * @param session the hash of its session's key
     * @param beacon its beacon's identity
     */
    public void add(long arrival, long session, long beacon) {
      long of = Math.floorDiv(arrival, MINUTE_MILLIS);
      if (of != minute) {
        minute = of;
        ofMinute = sums.computeIfAbsent(of, none -> new long[1]);
      }
      ofMinute[0] += mix(mix(mix(arrival) ^ session) ^ beacon);
    }

    /** What was taken in. */
    public ArrivalDigest build() {
      SortedMap<Long, Long> built = new TreeMap<>();
      sums.forEach((of, sum) -> built.put(of, sum[0]));
      return new ArrivalDigest(built);
    }

    /**
     * Scatters the bits.
     *
     * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable
     *     pseudorandom number generators (mix64)</a>
     */
    private static long mix(long value) {
      long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }
}
