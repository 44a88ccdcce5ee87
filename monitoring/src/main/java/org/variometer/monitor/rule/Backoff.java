package org.variometer.monitor.rule;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long to wait after a restart until the next one: twice as long each time, less a jitter that
 * takes up to a half off.
 *
 * @param first the delay after the first restart, without jitter
 * @param max the longest delay
 * @param seed what the jitter comes from: the same seed, the same delays
 */
public record Backoff(Duration first, Duration max, long seed) {
  private static final int MAX_DOUBLINGS = 20;

  /**
   * The delay after a restart.
   *
   * @param attempt which restart in a row, at least 1
   */
  public Duration delay(int attempt) {
    Duration whole = whole(attempt);
    double off = new SplittableRandom(seed * 31 + attempt).nextDouble() / 2;
    return whole.minusMillis((long) (off * whole.toMillis()));
  }

  private Duration whole(int attempt) {
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    return doubled.compareTo(max) < 0 ? doubled : max;
  }
}
