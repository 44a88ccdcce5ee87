package org.variometer.stream;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.variometer.local.Accounting;
import org.variometer.shard.MeterYield.Gauges;
import org.variometer.shard.RunCounts;

/**
 * A micro-batch that is committed.
 *
 * @param time its time, ms since the epoch
 * @param batch what happened in it
 * @param sum what happened since the state began
 * @param gauges what is held
 * @param writes whether it was this region's turn to write
 * @param points the number of points written
 * @param nextOffsets the offsets committed, by partition
 * @param passed the instant of arrival that the whole log has passed, ms since the epoch
 * @param sealing through where it left all buckets to the batch; empty if the batch never asked
 * @param delayMillis from its time to its commit
 */
public record MicroBatch(
    long time,
    RunCounts batch,
    RunCounts sum,
    Gauges gauges,
    boolean writes,
    int points,
    SortedMap<Integer, Long> nextOffsets,
    long passed,
    Optional<Instant> sealing,
    long delayMillis) {

  /** Where all records went since the state began (spec §1). */
  public Accounting accounting() {
    return accounting(sum);
  }

  static Accounting accounting(RunCounts counts) {
    return new Accounting(
        counts.intake().read(),
        counts.intake().rejected(),
        counts.intake().ignoredPerformance(),
        counts.sessions());
  }
}
