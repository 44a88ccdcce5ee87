package org.variometer.log;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * How far the log was read, in instants of arrival. A partition has passed the latest arrival that
 * was read of it; one that had nothing new for a whole micro-batch is read to its end and counts as
 * having passed what the others have (spec §2). Of one that had only rejected records those say how
 * far it is, as far as the others are. Immutable.
 */
public final class LogProgress {
  /** Before the first record. */
  public static final long NOT_BEGUN = Long.MIN_VALUE;

  /** Nothing was read. */
  public static final LogProgress NONE = new LogProgress(new long[0], new long[0], NOT_BEGUN);

  private static final long NEVER_READ = -1;

  private final long[] lastArrivals;
  private final long[] nextOffsets;
  private final long passed;

  private LogProgress(long[] lastArrivals, long[] nextOffsets, long passed) {
    this.lastArrivals = lastArrivals;
    this.nextOffsets = nextOffsets;
    this.passed = passed;
  }

  /**
   * The progress of one who knows of no partition by itself how far it is.
   *
   * @param nextOffsets the offset behind the last record that was read, by partition
   * @param passed the instant that the whole log has passed, ms since the epoch, or {@link
   *     #NOT_BEGUN}
   */
  public static LogProgress at(SortedMap<Integer, Long> nextOffsets, long passed) {
    int partitions = nextOffsets.isEmpty() ? 0 : nextOffsets.lastKey() + 1;
    long[] arrivals = new long[partitions];
    Arrays.fill(arrivals, NOT_BEGUN);
    long[] offsets = new long[partitions];
    Arrays.fill(offsets, NEVER_READ);
    for (Map.Entry<Integer, Long> offset : nextOffsets.entrySet()) {
      offsets[offset.getKey()] = offset.getValue();
    }
    return new LogProgress(arrivals, offsets, passed);
  }

  /** The instant that the whole log has passed, ms since the epoch, or {@link #NOT_BEGUN}. */
  public long passed() {
    return passed;
  }

  /** The instant that one partition has passed, ms since the epoch, or {@link #NOT_BEGUN}. */
  long passed(int partition) {
    return partition < lastArrivals.length ? lastArrivals[partition] : NOT_BEGUN;
  }

  /** The offset behind the last record that was read, by partition; of those that reported. */
  public SortedMap<Integer, Long> nextOffsets() {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    for (int p = 0; p < nextOffsets.length; p++) {
      if (nextOffsets[p] != NEVER_READ) {
        offsets.put(p, nextOffsets[p]);
      }
    }
    return offsets;
  }

  /**
   * The progress after a micro-batch.
   *
   * @param reports of the partitions that were looked at, several of one partition allowed
   */
  public LogProgress advance(Collection<PartitionReport> reports) {
    int partitions = lastArrivals.length;
    for (PartitionReport report : reports) {
      partitions = Math.max(partitions, report.partition() + 1);
    }
    long[] arrivals = Arrays.copyOf(lastArrivals, partitions);
    Arrays.fill(arrivals, lastArrivals.length, partitions, NOT_BEGUN);
    long[] offsets = Arrays.copyOf(nextOffsets, partitions);
    Arrays.fill(offsets, nextOffsets.length, partitions, NEVER_READ);
    boolean[] reading = new boolean[partitions];
    long[] rejected = new long[partitions];
    Arrays.fill(rejected, NOT_BEGUN);
    for (PartitionReport report : reports) {
      int p = report.partition();
      arrivals[p] = Math.max(arrivals[p], report.lastArrival());
      offsets[p] = Math.max(offsets[p], report.nextOffset());
      reading[p] |= report.lastArrival() != NOT_BEGUN;
      rejected[p] = Math.max(rejected[p], report.lastRejected());
    }
    long ofReading = Long.MAX_VALUE;
    long ofAll = NOT_BEGUN;
    for (int p = 0; p < partitions; p++) {
      ofAll = Math.max(ofAll, arrivals[p]);
      if (reading[p]) {
        ofReading = Math.min(ofReading, arrivals[p]);
      }
    }
    // What is rejected may come from a wrong clock: it takes a partition as far as others are.
    long ofOthers = Math.min(ofReading, ofAll);
    for (int p = 0; p < partitions; p++) {
      if (!reading[p] && rejected[p] != NOT_BEGUN) {
        ofReading = Math.min(ofReading, Math.max(arrivals[p], Math.min(rejected[p], ofOthers)));
      }
    }
    return new LogProgress(arrivals, offsets, Math.max(passed, Math.min(ofReading, ofAll)));
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(lastArrivals.length);
    for (int p = 0; p < lastArrivals.length; p++) {
      out.writeLong(lastArrivals[p]);
      out.writeLong(nextOffsets[p]);
    }
    out.writeLong(passed);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LogProgress readFrom(ByteReader in) {
    int partitions = in.readCount();
    long[] arrivals = new long[partitions];
    long[] offsets = new long[partitions];
    for (int p = 0; p < partitions; p++) {
      arrivals[p] = in.readLong();
      offsets[p] = in.readLong();
    }
    return new LogProgress(arrivals, offsets, in.readLong());
  }
}
