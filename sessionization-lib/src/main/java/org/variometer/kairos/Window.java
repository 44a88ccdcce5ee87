package org.variometer.kairos;

import java.time.Duration;

/** The stretch of time that is asked for next: as long as answers stay of a good size. */
final class Window {
  private static final long SHORTEST = Duration.ofMinutes(10).toMillis();
  private static final long FIRST = Duration.ofHours(6).toMillis();
  private static final long LONGEST = Duration.ofDays(32).toMillis();

  /** An answer of 200,000 points is some 10 MB of JSON. */
  private static final int MANY = 200_000;

  private final long end;
  private long from;
  private long length = FIRST;

  /** From {@code from} to before {@code end}, ms. */
  Window(long from, long end) {
    this.from = from;
    this.end = end;
  }

  /** The first ms. */
  long from() {
    return from;
  }

  /** The last ms. */
  long last() {
    return Math.min(end, from + length) - 1;
  }

  /** Whether nothing lies behind the present window. */
  boolean reachesEnd() {
    return end - from <= length;
  }

  /** Whether all was asked for. */
  boolean isPast() {
    return from >= end;
  }

  /** Goes on at {@code position}: what lies between is empty. */
  void moveTo(long position) {
    from = position;
  }

  /** Goes on behind the present window, in which there were so many points. */
  void advance(int points) {
    from = Math.min(end, from + length);
    if (points > MANY) {
      length = Math.max(SHORTEST, length / 2);
    } else if (points == 0) {
      // What lies ahead may be dense.
      length = FIRST;
    } else if (points < MANY / 4) {
      length = Math.min(LONGEST, 2 * length);
    }
  }
}
