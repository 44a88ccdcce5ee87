package org.variometer.statistics;

/**
 * Whether a variant hurts a metric that it must not hurt: a one-sided test, not corrected for other
 * tests, since a guardrail is there to be heard.
 *
 * @param isHurt whether the bound is on the worse side of no effect
 * @param bound with the test's level the true effect is this bad or worse (where hurt): the upper
 *     bound of the effect on a metric that should go up, the lower one where it should go down
 * @param pValue one-sided, of an effect that does not hurt; below 1 − level where hurt
 */
public record Guardrail(boolean isHurt, double bound, double pValue) {

  /**
   * Tests an effect.
   *
   * @param effect a difference or a lift
   * @param better which way the metric should go
   * @param level 0.5 ≤ level &lt; 1, see {@link Effect#LEVEL}
   */
  public static Estimable<Guardrail> test(
      Estimable<Effect> effect, Direction better, double level) {
    return effect.map(
        known -> {
          if (better == Direction.UP) {
            double bound = known.upperBound(level);
            return new Guardrail(bound < 0, bound, known.pValueOfDecrease());
          }
          double bound = known.lowerBound(level);
          return new Guardrail(bound > 0, bound, known.pValueOfIncrease());
        });
  }
}
