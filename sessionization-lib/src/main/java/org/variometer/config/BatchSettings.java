package org.variometer.config;

import java.time.Duration;

/**
 * How the batch app runs.
 *
 * @param master Spark's master
 * @param directory where everything lies that the batch keeps, a path or URL of Hadoop's
 * @param slotLength how long a slot is
 * @param hive where its tables are known
 */
public record BatchSettings(
    String master, String directory, Duration slotLength, HiveSettings hive) {}
