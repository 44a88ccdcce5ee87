package org.variometer.metric;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * A stretch of event time of one key.
 *
 * @param key for what it counts
 * @param granularity its width
 * @param index its number since the epoch, in widths
 */
public record Bucket(MetricKey key, Granularity granularity, int index) {

  /** The bucket of this width that begins at {@code start}, ms since the epoch. */
  public static Bucket startingAt(MetricKey key, Granularity granularity, long start) {
    return new Bucket(key, granularity, (int) (start / granularity.millis()));
  }

  /** When it begins, ms since the epoch. */
  public long start() {
    return index * granularity.millis();
  }

  /** When it has ended, ms since the epoch. */
  public long end() {
    return start() + granularity.millis();
  }

  /** The clock hour that it begins in, hours since the epoch. */
  public int epochHour() {
    return (int) (start() / Granularity.HOUR.millis());
  }

  /** A hash that is the same, for ever, for all buckets of a key that begin in one clock hour. */
  public long hourHash() {
    ByteWriter bytes = new ByteWriter(64);
    key.writeTo(bytes);
    bytes.writeUnsigned(epochHour());
    return bytes.hash();
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    key.writeTo(out);
    out.writeText(granularity.tag());
    out.writeUnsigned(index);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Bucket readFrom(ByteReader in) {
    return new Bucket(MetricKey.readFrom(in), Granularity.ofTag(in.readText()), in.readInt());
  }

  // Written out: looked up for every contribution, and the generated ones are slower.
  @Override
  public boolean equals(Object other) {
    return other instanceof Bucket that
        && index == that.index
        && granularity == that.granularity
        && key.equals(that.key);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // Only within a process, where an ordinal is a number like any.
  public int hashCode() {
    return 31 * (31 * key.hashCode() + index) + granularity.ordinal();
  }
}
