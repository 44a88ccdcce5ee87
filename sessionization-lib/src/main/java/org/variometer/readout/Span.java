package org.variometer.readout;

/**
 * When an experiment runs.
 *
 * @param from its first instant, ms since the epoch; exposures of before don't count
 * @param until the instant behind its last, ms since the epoch; neither exposures nor visits that
 *     enter then count
 */
public record Span(long from, long until) {
  /** From the first beacon to the last. */
  public static final Span ALL = new Span(0, Long.MAX_VALUE);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  public Span {
    if (until < from) {
      throw new IllegalArgumentException("a span from " + from + " until " + until);
    }
  }

  /** What both have of time; empty at an instant where they have nothing. */
  public Span and(Span other) {
    long begin = Math.max(from, other.from);
    return new Span(begin, Math.max(begin, Math.min(until, other.until)));
  }
}
