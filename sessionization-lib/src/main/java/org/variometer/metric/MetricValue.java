package org.variometer.metric;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;
import org.variometer.beacon.Micros;

/**
 * A metric's value at the edge, where exact integers become what people and databases read: counts
 * and amounts exact, derived values as doubles.
 */
public final class MetricValue {
  /** A ratio whose denominator is 0, or a percentile of no values. */
  public static final MetricValue ABSENT = new MetricValue(null, 0);

  /** Integers up to this are doubles, so that one division of two is correctly rounded. */
  private static final long MAX_EXACT = 1L << 53;

  private static final MathContext WIDE = new MathContext(60);

  private final BigDecimal exact;
  private final double nearest;

  private MetricValue(BigDecimal exact, double nearest) {
    this.exact = exact;
    this.nearest = nearest;
  }

  /** A count. */
  public static MetricValue count(long count) {
    return new MetricValue(BigDecimal.valueOf(count), count);
  }

  static MetricValue micros(long micros) {
    BigDecimal exact = BigDecimal.valueOf(micros, 6);
    return new MetricValue(exact, exact.doubleValue());
  }

  /** A finite double: a derived value, or any value as a series holds it. */
  public static MetricValue real(double value) {
    return new MetricValue(null, value);
  }

  /** The double nearest to the exact quotient; a numerator in micros counts in units. */
  static MetricValue ratio(long numerator, boolean micros, long denominator) {
    if (denominator == 0) {
      return ABSENT;
    }
    long unit = micros ? Micros.PER_UNIT : 1;
    if (Math.abs(numerator) <= MAX_EXACT && Math.abs(denominator) <= MAX_EXACT / unit) {
      return real((double) numerator / (denominator * unit));
    }
    return real(
        BigDecimal.valueOf(numerator)
            .divide(BigDecimal.valueOf(denominator).multiply(BigDecimal.valueOf(unit)), WIDE)
            .doubleValue());
  }

  /** Whether there is a value and it is not 0: what export and reports show. */
  public boolean isShown() {
    return nearest != 0;
  }

  /** The nearest double, 0 if absent: what the series hold. */
  public double asDouble() {
    return nearest;
  }

  /**
   * Plain decimal notation: exact for counts and amounts, for others the shortest that reads back
   * to the same double; no exponent, no trailing zeros.
   */
  public String asDecimal() {
    // The JDK's own Double.toString is not always the shortest before Java 19 (JDK-4511638).
    BigDecimal decimal =
        exact != null ? exact : new BigDecimal(NumberOutput.toString(nearest, true));
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    return asDecimal();
  }
}
