package org.variometer.config;

import java.time.Duration;
import org.variometer.session.SessionRules;
import org.variometer.slot.Slot;

/** Reads what the batch app needs: the block {@code batch}. */
final class BatchSettingsReader {
  private static final String BATCH = "variometer.batch.";

  private BatchSettingsReader() {}

  static BatchSettings read(ConfigReader reader) {
    String path = BATCH + "slot-length";
    Duration length = reader.duration(path, Duration.ofMinutes(1), Duration.ofDays(1));
    if (!Slot.isLength(length)) {
      reader.reject(path, "whole minutes that divide a day, like 30m");
    }
    return new BatchSettings(
        reader.text(BATCH + "master", "a master of Spark's, like local[2]"),
        reader.text(BATCH + "directory", "a path or URL of Hadoop's"),
        length,
        reader.duration(BATCH + "seal-delay", SessionRules.INACTIVITY, Duration.ofDays(7)),
        reader.integer(BATCH + "buckets", 1, 1024),
        reader.strings(BATCH + "spark"));
  }
}
