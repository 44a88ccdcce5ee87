package org.variometer.store.visitors;

import org.variometer.metric.Granularity;
import org.variometer.readout.Span;
import org.variometer.readout.VisitorReadout;

/**
 * UTC days, both ends included.
 *
 * @param first the first, days since the epoch
 * @param last the last, days since the epoch
 */
public record DayRange(int first, int last) {
  /** Visits that go on behind the next midnight but one are no people's. */
  private static final int DAYS_BEHIND = 1;

  /**
   * What a readout asks for: the days of its span; those before, on which its visitors were; and
   * the one behind, on which the last visits end. What visits do later than that is left out.
   */
  public static DayRange of(Span span) {
    long first = span.from() / Granularity.DAY.millis() - VisitorReadout.DAYS_BEFORE;
    long last = span.until() / Granularity.DAY.millis() + DAYS_BEHIND;
    return new DayRange((int) Math.max(0, first), (int) Math.min(Integer.MAX_VALUE, last));
  }

  boolean has(int epochDay) {
    return epochDay >= first && epochDay <= last;
  }
}
