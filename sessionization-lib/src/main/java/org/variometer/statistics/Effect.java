package org.variometer.statistics;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What a variant does to a metric, as a difference from the control's value or relative to it, with
 * its uncertainty. All numbers that it returns are finite.
 */
public final class Effect {
  /** The level of intervals, unless told otherwise. */
  public static final double LEVEL = 0.95;

  /** The number of visitors at which a confidence sequence is narrowest, unless told otherwise. */
  public static final long TUNED_AT = 5_000;

  private static final ContinuousDistribution NORMAL = NormalDistribution.of(0, 1);

  private final double value;
  private final double standardError;
  private final double visitors;
  private final ContinuousDistribution distribution;

  private Effect(
      double value, double standardError, double visitors, ContinuousDistribution distribution) {
    this.value = value;
    this.standardError = standardError;
    this.visitors = visitors;
    this.distribution = distribution;
  }

  /**
   * An effect whose variance is the sum of two, one from each arm.
   *
   * @param errors how the error is distributed
   * @param value the effect
   * @param control the control's part of the variance, ≥ 0, from at least two visitors
   * @param variant the variant's
   */
  static Estimable<Effect> of(Errors errors, double value, Part control, Part variant) {
    double variance = control.variance + variant.variance;
    if (!Double.isFinite(value) || !Double.isFinite(variance)) {
      return Estimable.not(Obstacle.TOO_LARGE);
    }
    if (variance == 0) {
      return Estimable.not(Obstacle.NO_VARIANCE);
    }
    return Estimable.of(
        new Effect(
            value,
            Math.sqrt(variance),
            (double) control.visitors + variant.visitors,
            errors == Errors.NORMAL
                ? NORMAL
                : TDistribution.of(degreesOfFreedom(control, variant, variance))));
  }

  /**
   * (v₁ + v₂)² / (v₁²/(n₁−1) + v₂²/(n₂−1)): Welch, "The generalization of Student's problem when
   * several different population variances are involved", Biometrika 34 (1947).
   */
  private static double degreesOfFreedom(Part control, Part variant, double variance) {
    // Shares of the variance, because squares of variances can vanish.
    double first = control.variance / variance;
    double second = variant.variance / variance;
    return 1 / (first * first / (control.visitors - 1) + second * second / (variant.visitors - 1));
  }

  /** The effect. */
  public double value() {
    return value;
  }

  /** Its standard error, &gt; 0. */
  public double standardError() {
    return standardError;
  }

  /**
   * The interval that covers the true effect with a probability of {@code level}, looked at once,
   * when the experiment ends.
   *
   * @param level 0.5 ≤ level &lt; 1
   */
  public Interval interval(double level) {
    return around(standardError * quantile(alpha(level) / 2));
  }

  /**
   * Below this the true effect lies with a probability of at most 1 − level.
   *
   * @param level 0.5 ≤ level &lt; 1
   */
  public double lowerBound(double level) {
    return value - standardError * quantile(alpha(level));
  }

  /**
   * Above this the true effect lies with a probability of at most 1 − level.
   *
   * @param level 0.5 ≤ level &lt; 1
   */
  public double upperBound(double level) {
    return value + standardError * quantile(alpha(level));
  }

  /** The two-sided p-value of no effect: below 1 − level where the interval leaves out 0. */
  public double pValue() {
    return Math.min(1, 2 * distribution.survivalProbability(Math.abs(value) / standardError));
  }

  /** The one-sided p-value of no decrease: small where the effect is negative. */
  public double pValueOfDecrease() {
    return distribution.cumulativeProbability(value / standardError);
  }

  /** The one-sided p-value of no increase: small where the effect is positive. */
  public double pValueOfIncrease() {
    return distribution.survivalProbability(value / standardError);
  }

  /**
   * The interval's counterpart for who looks at any time, and stops when it suits: all that are
   * seen, over the whole experiment, cover the true effect with a probability of {@code level}.
   * With n visitors and variance σ² of the effect it is ± σ √(2(nρ² + 1) ln(√(nρ² + 1)/α) / (nρ²)),
   * ρ² = (−2 ln α + ln(1 − 2 ln α)) / {@code tunedAt}: Waudby-Smith, Arbour, Sinha, Kennedy and
   * Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of
   * Statistics 52 (2024), theorem 2.2 and the choice of ρ in its appendix. It holds asymptotically:
   * before some hundreds of visitors it promises nothing.
   *
   * @param level 0.5 ≤ level &lt; 1
   * @param tunedAt the number of visitors, of both arms, at which it is narrowest; ≥ 1
   */
  public Interval confidenceSequence(double level, long tunedAt) {
    double alpha = alpha(level);
    if (tunedAt < 1) {
      throw new IllegalArgumentException("tuned at " + tunedAt + " visitors");
    }
    double logarithm = -2 * Math.log(alpha);
    double mixing = visitors * ((logarithm + Math.log1p(logarithm)) / tunedAt);
    double spread = (mixing + 1) / mixing * (Math.log1p(mixing) + logarithm);
    return around(standardError * Math.sqrt(spread));
  }

  private Interval around(double half) {
    return new Interval(value - half, value + half);
  }

  private double quantile(double tail) {
    return distribution.inverseSurvivalProbability(tail);
  }

  private static double alpha(double level) {
    if (!(level >= 0.5 && level < 1)) {
      throw new IllegalArgumentException("level " + level + " is not from 0.5 to below 1");
    }
    return 1 - level;
  }

  @Override
  public String toString() {
    return value + " ± " + standardError;
  }

  /** How an effect's error is distributed. */
  enum Errors {
    NORMAL,
    /** Student's t, with degrees of freedom after Welch and Satterthwaite. */
    STUDENT
  }

  /**
   * What an arm adds to the variance of an effect.
   *
   * @param variance ≥ 0
   * @param visitors the arm's, ≥ 2
   */
  record Part(double variance, long visitors) {}
}
