package org.variometer.kairos;

import java.time.Duration;

/** Numbers as people read them. */
final class Words {
  private Words() {}

  /** A duration like {@code 850ms}, {@code 12s} or {@code 2m 5s}. */
  static String of(Duration duration) {
    if (duration.toSeconds() == 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toMinutes() == 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
  }

  /** A number of points. */
  static String points(int number) {
    return number == 1 ? "1 point" : number + " points";
  }
}
