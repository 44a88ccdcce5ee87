package org.variometer.report;

import java.util.Locale;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Interval;

/** What the interval of a difference says of it. */
public enum Verdict {
  /** The interval lies above 0. */
  HIGHER,
  /** The interval lies below 0. */
  LOWER,
  /** 0 lies in the interval: not shown to differ, and not shown to be the same. */
  UNDECIDED,
  /** There is no interval. */
  NOT_ESTIMABLE;

  /** What a difference's interval of {@link Effect#LEVEL} says. */
  static Verdict of(Estimable<Effect> difference) {
    if (!difference.isKnown()) {
      return NOT_ESTIMABLE;
    }
    Interval interval = difference.get().interval(Effect.LEVEL);
    return interval.lower() > 0 ? HIGHER : interval.upper() < 0 ? LOWER : UNDECIDED;
  }

  /** The name in files. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
