package org.variometer.monitor.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one check has seen.
 *
 * @param at when
 * @param master the Spark master
 * @param driver the stream's own Spark
 * @param commits what the stream and the batch say in ZooKeeper
 * @param log the topic in Kafka
 * @param series the pipeline's series in KairosDB
 */
public record Observation(
    Instant at,
    Seen<Master> master,
    Seen<Driver> driver,
    Seen<Commits> commits,
    Seen<Log> log,
    Seen<Series> series) {

  /**
   * The Spark master that is alive.
   *
   * @param application since when the stream's application is there, if it is
   * @param workers the number of workers that live
   */
  public record Master(Optional<Instant> application, int workers) {}

  /**
   * The stream's own Spark.
   *
   * @param succeeded micro-batches of the last five minutes that ended well
   * @param failed those of which an operation failed
   * @param schedulingDelay how long the newest micro-batch that began waited for that
   * @param totalDelay how long after its time the newest one ended
   * @param longestTask for how long the task has run that has run longest, zero if none does
   */
  public record Driver(
      int succeeded,
      int failed,
      Duration schedulingDelay,
      Duration totalDelay,
      Duration longestTask) {}

  /**
   * What stands in ZooKeeper.
   *
   * @param everWritten whether a stream ever had the right to write
   * @param writer who has it, in words, if somebody does
   * @param lastCommit when the last micro-batch was committed, if one was
   * @param offsets the committed offsets by partition
   * @param catchingUp whether the stream catches up with an earlier one
   * @param sealedThrough through where the batch has sealed, if it has
   * @param maintenance since when there is maintenance, if there is
   */
  public record Commits(
      boolean everWritten,
      Optional<String> writer,
      Optional<Instant> lastCommit,
      Map<Integer, Long> offsets,
      boolean catchingUp,
      Optional<Instant> sealedThrough,
      Optional<Instant> maintenance) {
    /** Copies the map. */
    public Commits {
      offsets = Map.copyOf(offsets);
    }
  }

  /**
   * The topic of beacons.
   *
   * @param ends the offset behind the last record by partition
   */
  public record Log(Map<Integer, Long> ends) {
    /** Copies the map. */
    public Log {
      ends = Map.copyOf(ends);
    }
  }

  /**
   * What the pipeline says of itself.
   *
   * @param sessions sessions that the stream holds
   * @param sessionsBefore the same about an hour before
   * @param rejectedShare share of the records of about the last hour that were rejected
   * @param disagreement how far the layers are apart in the newest slot, by metric
   */
  public record Series(
      OptionalDouble sessions,
      OptionalDouble sessionsBefore,
      OptionalDouble rejectedShare,
      Map<String, Double> disagreement) {
    /** Copies the map. */
    public Series {
      disagreement = Map.copyOf(disagreement);
    }
  }

  /**
   * Records that Kafka has and the stream has not committed; empty where that is not known.
   * Partitions of which nothing was committed count whole.
   */
  public Optional<Long> lag() {
    return log.map(Log::ends)
        .flatMap(
            ends ->
                commits
                    .map(Commits::offsets)
                    .filter(offsets -> !offsets.isEmpty())
                    .map(offsets -> lag(ends, offsets)));
  }

  private static long lag(Map<Integer, Long> ends, Map<Integer, Long> offsets) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - offsets.getOrDefault(end.getKey(), 0L)))
        .sum();
  }
}
