package org.variometer.store.rows;

import java.time.LocalDate;
import org.variometer.metric.Granularity;

/** The partitions of tables that are divided by UTC day. */
public final class Days {
  private Days() {}

  /** The name of a day, like 2026-11-20. */
  public static String name(int epochDay) {
    return LocalDate.ofEpochDay(epochDay).toString();
  }

  /** When the day of this name begins, ms since the epoch. */
  public static long start(String name) {
    return LocalDate.parse(name).toEpochDay() * Granularity.DAY.millis();
  }
}
