package org.variometer.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * How far the log was read, in instants of arrival. A partition has passed the latest arrival that
 * was read of it; one that had nothing new for a whole micro-batch is read to its end and counts as
 * having passed what the others have (spec §2). Immutable.
 */
public final class LogProgress {
  /** Before the first record. */
  public static final long NOT_BEGUN = Long.MIN_VALUE;

  /** Nothing was read. */
  public static final LogProgress NONE = new LogProgress(new long[0], NOT_BEGUN);

  private final long[] lastArrivals;
  private final long passed;

  private LogProgress(long[] lastArrivals, long passed) {
    this.lastArrivals = lastArrivals;
    this.passed = passed;
  }

  /** The instant that the whole log has passed, ms since the epoch, or {@link #NOT_BEGUN}. */
  public long passed() {
    return passed;
  }

  /** The instant that one partition has passed, ms since the epoch, or {@link #NOT_BEGUN}. */
  public long passed(int partition) {
    return partition < lastArrivals.length ? lastArrivals[partition] : NOT_BEGUN;
  }

  /**
   * The progress after a micro-batch.
   *
   * @param reports of the partitions that had records in it, several of one partition allowed
   */
  public LogProgress advance(Collection<PartitionReport> reports) {
    int partitions = lastArrivals.length;
    for (PartitionReport report : reports) {
      partitions = Math.max(partitions, report.partition() + 1);
    }
    long[] arrivals = Arrays.copyOf(lastArrivals, partitions);
    Arrays.fill(arrivals, lastArrivals.length, partitions, NOT_BEGUN);
    boolean[] reading = new boolean[partitions];
    for (PartitionReport report : reports) {
      arrivals[report.partition()] = Math.max(arrivals[report.partition()], report.lastArrival());
      reading[report.partition()] = true;
    }
    long ofReading = Long.MAX_VALUE;
    long ofAll = NOT_BEGUN;
    for (int p = 0; p < partitions; p++) {
      ofAll = Math.max(ofAll, arrivals[p]);
      if (reading[p]) {
        ofReading = Math.min(ofReading, arrivals[p]);
      }
    }
    return new LogProgress(arrivals, Math.max(passed, Math.min(ofReading, ofAll)));
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    List<Long> arrivals = new ArrayList<>();
    for (long arrival : lastArrivals) {
      arrivals.add(arrival);
    }
    out.writeAll(arrivals, (arrival, o) -> o.writeLong(arrival));
    out.writeLong(passed);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static LogProgress readFrom(ByteReader in) {
    long[] arrivals =
        in.readAll(ByteReader::readLong).stream().mapToLong(Long::longValue).toArray();
    return new LogProgress(arrivals, in.readLong());
  }
}
