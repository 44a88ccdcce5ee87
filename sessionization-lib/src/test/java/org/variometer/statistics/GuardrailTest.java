package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a variant hurts what it must not hurt. */
class GuardrailTest {
  /** More than in the control: good for what should go up, bad for what should go down. */
  private static final Estimable<Effect> INCREASE =
      Comparison.ofMeans(
              Published.moments(3000, "1396.87", "52377.9767", 2),
              Published.moments(3461, "2422.7", "134698.29", 2),
              100)
          .difference();

  /**
   * GrowthBook, {@code packages/stats/tests/frequentist/test_tests.py}, {@code
   * test_one_sided_ttest_absolute} of TestOneSidedGreaterTTest and TestOneSidedLesserTTest.
   */
  @Test
  void boundsAndPValuesAreGrowthBooks() {
    Guardrail down = Guardrail.test(INCREASE, Direction.DOWN, 0.95).get();
    assertThat(down.bound()).isCloseTo(0.020791480063255735, within(1e-12));
    assertThat(down.pValue()).isCloseTo(0.03554272489873023, within(1e-12));
    assertThat(down.isHurt()).isTrue();
    Guardrail up = Guardrail.test(INCREASE, Direction.UP, 0.95).get();
    assertThat(up.bound()).isCloseTo(0.44796185327007765, within(1e-12));
    assertThat(up.pValue()).isCloseTo(0.9644572751012698, within(1e-12));
    assertThat(up.isHurt()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 160, DOWN, true",
    "100, 160, UP,   false",
    "160, 100, DOWN, false",
    "160, 100, UP,   true",
    "100, 110, DOWN, false",
    "110, 100, UP,   false"
  })
  void onlyWhatGoesTheWrongWayForSureHurts(
      long control, long variant, Direction better, boolean hurt) {
    Comparison comparison =
        Comparison.ofProportions(new Proportion(control, 1000), new Proportion(variant, 1000));
    assertThat(Guardrail.test(comparison.difference(), better, 0.95).get().isHurt())
        .isEqualTo(hurt);
    assertThat(Guardrail.test(comparison.lift(), better, 0.95).get().isHurt()).isEqualTo(hurt);
  }

  @Test
  void itHurtsWhereThePValueIsBelowTheLevelsRest() {
    double pValue = Guardrail.test(INCREASE, Direction.DOWN, 0.95).get().pValue();
    assertThat(Guardrail.test(INCREASE, Direction.DOWN, 1 - pValue - 1e-9).get().isHurt()).isTrue();
    assertThat(Guardrail.test(INCREASE, Direction.DOWN, 1 - pValue + 1e-9).get().isHurt())
        .isFalse();
  }

  @Test
  void withoutAnEffectItSaysWhy() {
    assertThat(Guardrail.test(Estimable.not(Obstacle.NO_VISITORS), Direction.UP, 0.95))
        .hasToString("not estimable, because an arm has no visitors");
  }
}
