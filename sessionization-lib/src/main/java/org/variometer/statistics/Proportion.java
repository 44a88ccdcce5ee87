package org.variometer.statistics;

import java.math.BigInteger;

/**
 * How many of an arm's visitors did something, such as order.
 *
 * @param successes how many did, 0…{@code visitors}
 * @param visitors how many there are
 */
public record Proportion(long successes, long visitors) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if they are no part and its whole
   */
  public Proportion {
    if (successes < 0 || successes > visitors) {
      throw new IllegalArgumentException(successes + " of " + visitors + " visitors");
    }
  }

  /**
   * The visitors whose value is 1.
   *
   * @param moments of values that are 0 or 1
   * @throws IllegalArgumentException if a value is another
   */
  public static Proportion of(Moments moments) {
    BigInteger sum = moments.sum();
    // x² ≥ x for all integers but equal for 0 and 1 alone.
    if (!sum.equals(moments.squares())) {
      throw new IllegalArgumentException("values other than 0 and 1");
    }
    return new Proportion(sum.longValueExact(), moments.visitors());
  }
}
