package org.variometer.config;

import java.time.Duration;
import java.util.regex.Pattern;
import org.variometer.session.SessionRules;
import org.variometer.slot.Slot;

/** Reads what the batch app needs: the block {@code batch}. */
final class BatchSettingsReader {
  /** Where any key may be: Spark's own. */
  static final String SPARK_PROPERTIES = "variometer.batch.spark";

  private static final String BATCH = "variometer.batch.";
  private static final Pattern METASTORES =
      Pattern.compile("(thrift://[A-Za-z0-9_.-]+:[0-9]{1,5}(,(?=t)|$))*");
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private BatchSettingsReader() {}

  static BatchSettings read(ConfigReader reader) {
    String path = BATCH + "slot-length";
    Duration length = reader.duration(path, Duration.ofMinutes(1), Duration.ofDays(1));
    if (!Slot.isLength(length)) {
      reader.reject(path, "whole minutes that divide a day, like 30m");
    }
    Duration keep = reader.duration(BATCH + "keep", Duration.ofHours(1), Duration.ofDays(400));
    if (keep.compareTo(length) < 0) {
      reader.reject(BATCH + "keep", "at least variometer.batch.slot-length");
    }
    Duration retain = reader.duration(BATCH + "retain", Duration.ofDays(8), Duration.ofDays(4000));
    if (retain.compareTo(keep) <= 0) {
      reader.reject(BATCH + "retain", "more than variometer.batch.keep");
    }
    return new BatchSettings(
        reader.text(BATCH + "master", "a master of Spark's, like local[2]"),
        reader.text(BATCH + "directory", "a path or URL of Hadoop's"),
        length,
        reader.duration(BATCH + "landing-delay", Duration.ZERO, Duration.ofHours(1)),
        reader.duration(BATCH + "seal-delay", SessionRules.INACTIVITY, Duration.ofDays(7)),
        reader.duration(BATCH + "hand-over-patience", Duration.ofSeconds(1), Duration.ofDays(1)),
        keep,
        retain,
        reader.integer(BATCH + "buckets", 1, 1024),
        hive(reader),
        reader.sparkProperties(SPARK_PROPERTIES));
  }

  private static HiveSettings hive(ConfigReader reader) {
    return new HiveSettings(
        reader.text(
            BATCH + "hive.metastore",
            METASTORES,
            "an address like thrift://host:9083, several with commas between, or nothing"),
        reader.text(
            BATCH + "hive.database",
            DATABASE,
            "a name of 1 to 64 small letters, digits and _, a letter first"));
  }
}
