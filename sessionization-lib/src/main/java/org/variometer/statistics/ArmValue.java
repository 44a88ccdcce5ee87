package org.variometer.statistics;

import java.math.BigInteger;

/**
 * What a metric is in one arm, and how sure that is.
 *
 * @param visitors how many visitors it was computed from
 * @param value the metric's value, in units
 * @param variance of the value (not of the visitors), ≥ 0: the square of its standard error
 */
public record ArmValue(long visitors, Estimable<Double> value, Estimable<Double> variance) {

  /**
   * The mean of the visitors' values, Σx/n, with variance s²/n, s² by n−1.
   *
   * @param unit how many of the integers make a unit: 1, or 1,000,000 for micros
   */
  public static ArmValue ofMean(Moments moments, long unit) {
    BigInteger n = BigInteger.valueOf(moments.visitors());
    BigInteger sum = moments.sum();
    BigInteger denominator = n.multiply(BigInteger.valueOf(unit));
    // n Σx² − (Σx)² is n(n−1)s², an integer: whether anything varies is no matter of rounding.
    BigInteger spread = n.multiply(moments.squares()).subtract(sum.pow(2));
    return of(
        moments.visitors(),
        sum,
        denominator,
        spread,
        denominator.pow(2).multiply(n.subtract(BigInteger.ONE)));
  }

  /** The share p of visitors who did it, with variance p(1−p)/n. */
  public static ArmValue ofProportion(Proportion proportion) {
    BigInteger n = BigInteger.valueOf(proportion.visitors());
    BigInteger successes = BigInteger.valueOf(proportion.successes());
    return of(
        proportion.visitors(), successes, n, successes.multiply(n.subtract(successes)), n.pow(3));
  }

  /**
   * A ratio of sums R = Σx/Σy, whose x and y belong together by visitor (a cluster of visits,
   * orders or page views). Variance by the delta method: that of the mean of the linearised values
   * (x − R y)/ȳ, which are 0 on average; the same as Deng, Knoblich and Lu, "Applying the Delta
   * Method in Metric Analytics", KDD 2018, section 3.
   *
   * @param moments of numerators x and denominators y
   * @param unit how many of x make a unit: 1, or 1,000,000 for micros
   */
  public static ArmValue ofRatio(PairMoments moments, long unit) {
    BigInteger n = BigInteger.valueOf(moments.visitors());
    BigInteger x = moments.x().sum();
    BigInteger y = moments.y().sum();
    if (moments.visitors() > 0 && y.signum() == 0) {
      Estimable<Double> none = Estimable.not(Obstacle.NO_DENOMINATOR);
      return new ArmValue(moments.visitors(), none, none);
    }
    // y² Σ(x − R y)²
    BigInteger squares =
        y.pow(2)
            .multiply(moments.x().squares())
            .subtract(x.multiply(y).multiply(moments.products()).shiftLeft(1))
            .add(x.pow(2).multiply(moments.y().squares()));
    BigInteger denominator = y.multiply(BigInteger.valueOf(unit));
    return of(
        moments.visitors(),
        x,
        denominator,
        n.multiply(squares),
        n.subtract(BigInteger.ONE).multiply(denominator.multiply(y).pow(2)));
  }

  /** From exact quotients. */
  static ArmValue of(
      long visitors,
      BigInteger numerator,
      BigInteger denominator,
      BigInteger varianceNumerator,
      BigInteger varianceDenominator) {
    if (visitors == 0) {
      Estimable<Double> none = Estimable.not(Obstacle.NO_VISITORS);
      return new ArmValue(0, none, none);
    }
    return new ArmValue(
        visitors,
        Estimable.finite(Quotient.of(numerator, denominator)),
        visitors == 1
            ? Estimable.not(Obstacle.ONE_VISITOR)
            : Estimable.finite(Quotient.of(varianceNumerator, varianceDenominator)));
  }

  /** The standard error of the value, ≥ 0. */
  public Estimable<Double> standardError() {
    return variance.map(Math::sqrt);
  }
}
