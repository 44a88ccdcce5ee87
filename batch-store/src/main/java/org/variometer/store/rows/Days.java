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

  /** The day of this name, days since the epoch. */
  public static int epochDay(String name) {
    return (int) LocalDate.parse(name).toEpochDay();
  }

  /** When the day of this name begins, ms since the epoch. */
  public static long start(String name) {
    return epochDay(name) * Granularity.DAY.millis();
  }
}
