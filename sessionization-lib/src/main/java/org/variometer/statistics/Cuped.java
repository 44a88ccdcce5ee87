package org.variometer.statistics;

import java.math.BigInteger;
import java.util.Collection;

/**
 * Takes out of a metric what visitors' values y from before the experiment explain of it (CUPED:
 * Deng, Xu, Kohavi and Walker, "Improving the Sensitivity of Online Controlled Experiments by
 * Utilizing Pre-Experiment Data", WSDM 2013).
 *
 * <p>An arm's adjusted mean is x̄ − θ(ȳ − m), its variance (s²ₓ − 2θ sₓᵧ + θ² s²ᵧ)/n. Here m is the
 * mean of all y that are known, which stands for y where a visitor has none; θ = Σ Sₓᵧ / Σ Sᵧᵧ with
 * the sums of products of deviations from each arm's own means, added over all arms. This θ makes
 * the sum of squares that is left least, so that the adjustment never adds to it, and an effect of
 * a variant is no part of it. Computed exactly up to the last division.
 */
public final class Cuped {
  /** θ per scaled covariate, as a quotient. */
  private final BigInteger slopeNumerator;

  private final BigInteger slopeDenominator;

  /** How many visitors have a y; y is scaled by it, so that the mean of all is an integer. */
  private final BigInteger scale;

  /** The sum of all y, which is m scaled. */
  private final BigInteger scaledMean;

  private Cuped(
      BigInteger slopeNumerator,
      BigInteger slopeDenominator,
      BigInteger scale,
      BigInteger scaledMean) {
    this.slopeNumerator = slopeNumerator;
    this.slopeDenominator = slopeDenominator;
    this.scale = scale;
    this.scaledMean = scaledMean;
  }

  /**
   * Finds what values from before explain.
   *
   * @param arms all arms of the experiment, the control among them
   */
  public static Estimable<Cuped> over(Collection<CovariateMoments> arms) {
    BigInteger scale = BigInteger.ZERO;
    BigInteger scaledMean = BigInteger.ZERO;
    BigInteger common = BigInteger.ONE;
    for (CovariateMoments arm : arms) {
      scale = scale.add(BigInteger.valueOf(arm.known().visitors()));
      scaledMean = scaledMean.add(arm.known().y().sum());
      common = common.multiply(BigInteger.valueOf(Math.max(1, arm.visitors())));
    }
    BigInteger products = BigInteger.ZERO;
    BigInteger squares = BigInteger.ZERO;
    for (CovariateMoments arm : arms) {
      if (arm.visitors() > 0) {
        Deviations deviations = Deviations.of(arm, scale, scaledMean);
        BigInteger weight = common.divide(deviations.n);
        products = products.add(deviations.products.multiply(weight));
        squares = squares.add(deviations.ySquares.multiply(weight));
      }
    }
    if (squares.signum() == 0) {
      return Estimable.not(Obstacle.NO_COVARIATE);
    }
    return Estimable.of(new Cuped(products, squares, scale, scaledMean));
  }

  /** θ: how much more of the metric goes with one more of the value before. */
  public double theta() {
    return Quotient.of(slopeNumerator.multiply(scale), slopeDenominator);
  }

  /**
   * An arm's adjusted mean.
   *
   * @param arm one of those that this was found over
   * @param unit how many of the integers make a unit: 1, or 1,000,000 for micros
   */
  public ArmValue adjusted(CovariateMoments arm, long unit) {
    if (arm.visitors() == 0) {
      return ArmValue.ofMean(new Moments(), unit);
    }
    Deviations deviations = Deviations.of(arm, scale, scaledMean);
    BigInteger denominator =
        slopeDenominator.multiply(deviations.n).multiply(BigInteger.valueOf(unit));
    BigInteger spread =
        slopeDenominator
            .pow(2)
            .multiply(deviations.xSquares)
            .subtract(
                slopeNumerator
                    .multiply(slopeDenominator)
                    .multiply(deviations.products)
                    .shiftLeft(1))
            .add(slopeNumerator.pow(2).multiply(deviations.ySquares));
    return ArmValue.of(
        arm.visitors(),
        slopeDenominator
            .multiply(deviations.xSum)
            .subtract(slopeNumerator.multiply(deviations.yExcess)),
        denominator,
        spread,
        denominator.pow(2).multiply(deviations.n.subtract(BigInteger.ONE)));
  }

  /**
   * Compares adjusted means by Welch's t-test, θ taken as known.
   *
   * @param control the control, one of the arms that this was found over
   * @param variant another of these
   * @param unit how many of the integers make a unit: 1, or 1,000,000 for micros
   */
  public Comparison compare(CovariateMoments control, CovariateMoments variant, long unit) {
    return Comparison.of(adjusted(control, unit), adjusted(variant, unit));
  }

  /**
   * An arm's n and sums, y scaled and given to all.
   *
   * @param xSum Σx
   * @param yExcess Σ(y − m)
   * @param xSquares n Σ(x − x̄)²
   * @param ySquares n Σ(y − ȳ)²
   * @param products n Σ(x − x̄)(y − ȳ)
   */
  private record Deviations(
      BigInteger n,
      BigInteger xSum,
      BigInteger yExcess,
      BigInteger xSquares,
      BigInteger ySquares,
      BigInteger products) {

    static Deviations of(CovariateMoments arm, BigInteger scale, BigInteger scaledMean) {
      PairMoments known = arm.known();
      BigInteger knowns = BigInteger.valueOf(known.visitors());
      BigInteger unknowns = BigInteger.valueOf(arm.unknown().visitors());
      BigInteger n = knowns.add(unknowns);
      BigInteger x = known.x().sum().add(arm.unknown().sum());
      BigInteger xx = known.x().squares().add(arm.unknown().squares());
      BigInteger y = scale.multiply(known.y().sum()).add(unknowns.multiply(scaledMean));
      BigInteger yy =
          scale.pow(2).multiply(known.y().squares()).add(unknowns.multiply(scaledMean.pow(2)));
      BigInteger xy =
          scale.multiply(known.products()).add(scaledMean.multiply(arm.unknown().sum()));
      return new Deviations(
          n,
          x,
          y.subtract(n.multiply(scaledMean)),
          n.multiply(xx).subtract(x.pow(2)),
          n.multiply(yy).subtract(y.pow(2)),
          n.multiply(xy).subtract(x.multiply(y)));
    }
  }
}
