package org.variometer.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Instants as options have them. */
final class Instants {
  private Instants() {}

  /**
   * An instant from 1970 on, ms since the epoch.
   *
   * @throws UsageException if it is none
   */
  static long millis(String option, String instant) {
    try {
      long millis = Instant.parse(instant).toEpochMilli();
      if (millis >= 0) {
        return millis;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Said below like any other that can't be used.
    }
    throw new UsageException(
        option + ": " + instant + "; expected an instant from 1970 on, like 2026-11-20T22:30:00Z");
  }

  /**
   * Checks the order.
   *
   * @throws UsageException if the first is behind the second
   */
  static void requireOrder(long begin, String from, long end, String to) {
    if (begin > end) {
      throw new UsageException("--from: " + from + "; expected an instant not after --to, " + to);
    }
  }
}
