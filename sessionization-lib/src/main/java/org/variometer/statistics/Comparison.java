package org.variometer.statistics;

import org.variometer.statistics.Effect.Errors;
import org.variometer.statistics.Effect.Part;

/**
 * A variant against the control, by one metric. Whether there is an effect the difference's
 * interval decides; the p-value is shown beside it.
 *
 * @param control the metric in the control
 * @param variant the metric in the variant
 * @param difference the variant's value less the control's, in units
 * @param lift the difference over the control's value, 0.1 for 10 % more: where that is positive.
 *     Its variance is by the delta method, v₁/c² + t² v₀/c⁴ for values c and t with variances v₀
 *     and v₁
 * @param pValue two-sided, of no difference
 */
public record Comparison(
    ArmValue control,
    ArmValue variant,
    Estimable<Effect> difference,
    Estimable<Effect> lift,
    Estimable<Double> pValue) {

  /**
   * Compares shares of visitors: unpooled (Wald) intervals, a pooled z-test's p-value. The
   * difference's own {@link Effect#pValue} is the unpooled one, in step with its interval.
   */
  public static Comparison ofProportions(Proportion control, Proportion variant) {
    ArmValue controls = ArmValue.ofProportion(control);
    ArmValue variants = ArmValue.ofProportion(variant);
    Estimable<Effect> difference = difference(Errors.NORMAL, controls, variants);
    return new Comparison(
        controls,
        variants,
        difference,
        lift(Errors.NORMAL, controls, variants),
        estimated(controls, variants)
            .flatMap(both -> pooled(control, variant, both))
            .map(Effect::pValue));
  }

  /**
   * Compares means of visitors' values by Welch's t-test.
   *
   * @param unit how many of the integers make a unit: 1, or 1,000,000 for micros
   */
  public static Comparison ofMeans(Moments control, Moments variant, long unit) {
    return of(ArmValue.ofMean(control, unit), ArmValue.ofMean(variant, unit));
  }

  /**
   * Compares ratios of sums whose numerators x and denominators y belong together by visitor, by
   * Welch's t-test of their {@link ArmValue#ofRatio linearised values}.
   *
   * @param unit how many of x make a unit: 1, or 1,000,000 for micros
   */
  public static Comparison ofRatios(PairMoments control, PairMoments variant, long unit) {
    return of(ArmValue.ofRatio(control, unit), ArmValue.ofRatio(variant, unit));
  }

  /** Compares values that are means of visitors, or like such, by Welch's t-test. */
  static Comparison of(ArmValue control, ArmValue variant) {
    Estimable<Effect> difference = difference(Errors.STUDENT, control, variant);
    return new Comparison(
        control,
        variant,
        difference,
        lift(Errors.STUDENT, control, variant),
        difference.map(Effect::pValue));
  }

  private static Estimable<Effect> difference(Errors errors, ArmValue control, ArmValue variant) {
    return estimated(control, variant)
        .flatMap(
            both ->
                Effect.of(
                    errors,
                    both.variant - both.control,
                    new Part(both.controlVariance, control.visitors()),
                    new Part(both.variantVariance, variant.visitors())));
  }

  private static Estimable<Effect> lift(Errors errors, ArmValue control, ArmValue variant) {
    return estimated(control, variant)
        .flatMap(
            both -> {
              if (both.control <= 0) {
                return Estimable.not(
                    both.control == 0
                        ? Obstacle.NO_CONTROL_VALUE
                        : Obstacle.NEGATIVE_CONTROL_VALUE);
              }
              if (both.variant == 0 && both.variantVariance == 0) {
                return Estimable.not(Obstacle.NO_VARIANT_VALUE);
              }
              double multiple = both.variant / both.control;
              return Effect.of(
                  errors,
                  (both.variant - both.control) / both.control,
                  new Part(
                      multiple * multiple * both.controlVariance / both.control / both.control,
                      control.visitors()),
                  new Part(both.variantVariance / both.control / both.control, variant.visitors()));
            });
  }

  /** The difference of two shares, with the variance that it has if they are the same. */
  private static Estimable<Effect> pooled(Proportion control, Proportion variant, Both both) {
    double visitors = (double) control.visitors() + variant.visitors();
    double share = ((double) control.successes() + variant.successes()) / visitors;
    double variance = share * (1 - share);
    return Effect.of(
        Errors.NORMAL,
        both.variant - both.control,
        new Part(variance / control.visitors(), control.visitors()),
        new Part(variance / variant.visitors(), variant.visitors()));
  }

  private static Estimable<Both> estimated(ArmValue control, ArmValue variant) {
    return control
        .value()
        .flatMap(
            c ->
                variant
                    .value()
                    .flatMap(
                        v ->
                            control
                                .variance()
                                .flatMap(
                                    cv -> variant.variance().map(vv -> new Both(c, v, cv, vv)))));
  }

  private record Both(
      double control, double variant, double controlVariance, double variantVariance) {}
}
