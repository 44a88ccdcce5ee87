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
 * @param kairos KairosDB itself
 * @param series the pipeline's series in KairosDB
 */
public record Observation(
    Instant at,
    Seen<Master> master,
    Seen<Driver> driver,
    Seen<Commits> commits,
    Seen<Log> log,
    Seen<Kairos> kairos,
    Seen<Series> series) {

  /**
   * The Spark master that is alive.
   *
   * @param application since when the stream's application is there, if it is: the newest
   * @param applications how many applications of the stream's are there
   * @param workers the number of workers that live
   * @param ended the application of the stream's that is there no more and began last, if the
   *     master remembers one
   * @param driver when the newest driver was submitted that may be the stream's, and is on a worker
   *     that lives or waits for one
   */
  public record Master(
      Optional<Instant> application,
      int applications,
      int workers,
      Optional<Ended> ended,
      Optional<Instant> driver) {}

  /**
   * An application that is over.
   *
   * @param start when it began
   * @param end when the master found it gone
   */
  public record Ended(Instant start, Instant end) {}

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
   * The micro-batches of the region's stream, by ZooKeeper's clock.
   *
   * @param first when the first one was committed
   * @param last when the last one was
   */
  public record Batches(Instant first, Instant last) {}

  /**
   * What stands in ZooKeeper.
   *
   * @param writes whether the right to write is this region's
   * @param writer who has that right, in words, if somebody does
   * @param batches when the region's stream committed, if it ever did
   * @param others where it never did, since when those of other regions have, by region
   * @param asOf ZooKeeper's time of the look
   * @param offsets the committed offsets by partition
   * @param catchingUp whether the stream catches up with an earlier one
   * @param sealedThrough through where the batch has sealed, if it has
   * @param maintenance since when there is maintenance, if there is
   */
  public record Commits(
      boolean writes,
      Optional<String> writer,
      Optional<Batches> batches,
      Map<String, Instant> others,
      Instant asOf,
      Map<Integer, Long> offsets,
      boolean catchingUp,
      Optional<Instant> sealedThrough,
      Optional<Instant> maintenance) {
    /** Copies the maps. */
    public Commits {
      others = Map.copyOf(others);
      offsets = Map.copyOf(offsets);
    }

    /** Whether a stream of the region ever came as far as a micro-batch: else none is missed. */
    boolean hasRun() {
      return batches.isPresent();
    }

    /** How long ago the last micro-batch was committed. */
    Optional<Duration> quiet() {
      return batches.map(made -> Duration.between(made.last(), asOf));
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

  /** KairosDB answers, and says that it is well. */
  public record Kairos() {}

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
