package org.variometer.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Where exact integers become doubles: with one rounding. */
final class Quotient {
  private static final MathContext WIDE = new MathContext(60);

  private Quotient() {}

  /**
   * The double nearest to an exact quotient; infinite beyond all doubles.
   *
   * @param denominator not 0
   */
  static double of(BigInteger numerator, BigInteger denominator) {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), WIDE).doubleValue();
  }
}
