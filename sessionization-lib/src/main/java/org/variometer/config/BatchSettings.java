package org.variometer.config;

import java.time.Duration;
import java.util.Map;

/**
 * How the batch app runs.
 *
 * @param master Spark's master
 * @param directory where everything lies that the batch keeps, a path or URL of Hadoop's
 * @param slotLength how long a slot is
 * @param landingDelay how long after its end a slot is run, for records on their way
 * @param sealDelay how long after its end a bucket becomes the batch's
 * @param handOverPatience how long the stream may take to let go of buckets
 * @param keep for how long back slots can be run again
 * @param retain for how long sessions, totals, visitors and what is rejected are kept
 * @param buckets into how many parts sessions and visitors are divided
 * @param hive where its tables are known
 * @param spark settings of Spark's
 */
public record BatchSettings(
    String master,
    String directory,
    Duration slotLength,
    Duration landingDelay,
    Duration sealDelay,
    Duration handOverPatience,
    Duration keep,
    Duration retain,
    int buckets,
    HiveSettings hive,
    Map<String, String> spark) {
  /** Copies the map. */
  public BatchSettings {
    spark = Map.copyOf(spark);
  }
}
