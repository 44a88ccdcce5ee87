package org.variometer.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the streaming app runs.
 *
 * @param master Spark's master
 * @param consumer the stream's name within its region
 * @param batchInterval the time from one micro-batch to the next
 * @param checkpointDirectory where the app keeps its state, a path or URL of Hadoop's
 * @param checkpointBatches from one checkpoint of the state to the next, micro-batches
 * @param snapshotDirectory where the app keeps snapshots of its state, a path or URL of Hadoop's
 * @param snapshotBatches from one snapshot to the next, micro-batches
 * @param partitionedBySession whether all records of a session are in the partition of the topic
 *     that Kafka's own partitioner gives to its id
 * @param shards the number of parts of all sessions
 * @param parallelism the number of tasks that work on sessions
 * @param meters the number of parts of the totals and the rolling metrics
 * @param maxRatePerPartition records of one partition a second, at most
 * @param backpressure whether Spark lowers that rate when micro-batches take too long
 * @param holdHours hours of the log for which a minute of event time is held, at most
 * @param exactVisitors visitors that rolling metrics count exactly; beyond it they are estimated
 * @param healthAddress where it says by HTTP whether it works; empty: nowhere
 * @param spark more properties of Spark's
 */
public record StreamSettings(
    String master,
    String consumer,
    Duration batchInterval,
    String checkpointDirectory,
    int checkpointBatches,
    String snapshotDirectory,
    int snapshotBatches,
    boolean partitionedBySession,
    int shards,
    int parallelism,
    int meters,
    int maxRatePerPartition,
    boolean backpressure,
    int holdHours,
    int exactVisitors,
    Optional<InetSocketAddress> healthAddress,
    Map<String, String> spark) {
  /** Copies the map. */
  public StreamSettings {
    spark = Map.copyOf(spark);
  }

  /** The name under which a region's stream is known to Spark. */
  public static String application(String region) {
    return "variometer-stream-" + region;
  }
}
