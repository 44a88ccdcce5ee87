package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals for who looks at any time. */
class ConfidenceSequenceTest {
  private static final Comparison MEANS =
      Comparison.ofMeans(
          Published.moments(3000, "1396.87", "52377.9767", 2),
          Published.moments(3461, "2422.7", "134698.29", 2),
          100);

  /**
   * GrowthBook, {@code packages/stats/tests/frequentist/test_tests.py}, {@code
   * test_sequential_test_runs}, tuned at 1,000.
   */
  @Test
  void aLiftOfMeansIsGrowthBooks() {
    Effect lift = MEANS.lift().get();
    assertThat(lift.value()).isCloseTo(0.50336, within(5e-6));
    assertThat(lift.standardError()).isCloseTo(0.33341, within(5e-6));
    assertInterval(lift.confidenceSequence(0.95, 1_000), -0.55844, 1.56516);
  }

  /** GrowthBook, the same file, {@code test_sequential_test_runs_prop}, tuned at 5,000. */
  @Test
  void aLiftOfProportionsIsGrowthBooks() {
    Comparison comparison =
        Comparison.ofProportions(new Proportion(1396, 3000), new Proportion(2422, 3461));
    assertInterval(
        comparison.lift().get().confidenceSequence(0.95, Effect.TUNED_AT), 0.40098, 0.60675);
  }

  /** GrowthBook, the same file, {@code test_sequential_test_tuning_as_expected}. */
  @Test
  void itIsNarrowestWhereItIsTuned() {
    Effect lift = MEANS.lift().get();
    double atThatNumber = lift.confidenceSequence(0.95, 6_461).width();
    assertThat(lift.confidenceSequence(0.95, 10).width()).isGreaterThan(atThatNumber);
    assertThat(lift.confidenceSequence(0.95, 10_000).width()).isGreaterThan(atThatNumber);
    assertThat(lift.confidenceSequence(0.95, 10).width())
        .isGreaterThan(lift.confidenceSequence(0.95, 10_000).width());
  }

  /**
   * The paper's formula computed apart, with NumPy 2.4.6: half of the interval, in standard errors.
   */
  @ParameterizedTest
  @CsvSource({
    "0.9,  500,    3.625846516203318",
    "0.9,  5000,   2.7639385725679033",
    "0.9,  50000,  2.9844766948405974",
    "0.95, 500,    3.8550546335303104",
    "0.95, 5000,   3.0352089903762525",
    "0.95, 50000,  3.2417231454054374",
    "0.99, 500,    4.316013747714237",
    "0.99, 5000,   3.571629970870449",
    "0.99, 50000,  3.7533892043524566"
  })
  void itsWidthInStandardErrors(double level, long visitors, double half) {
    long successes = visitors / 10;
    Effect effect =
        Comparison.ofProportions(
                new Proportion(successes, visitors / 2), new Proportion(successes, visitors / 2))
            .difference()
            .get();
    assertThat(effect.confidenceSequence(level, 5_000).upper() / effect.standardError())
        .isCloseTo(half, within(1e-12));
  }

  @Test
  void itIsWiderThanTheFixedInterval() {
    Effect difference = MEANS.difference().get();
    assertThat(difference.confidenceSequence(0.95, Effect.TUNED_AT).width())
        .isGreaterThan(1.5 * difference.interval(0.95).width());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.49, 1, 95, Double.NaN})
  void levelsAreFromAHalfToBelowOne(double level) {
    Effect difference = MEANS.difference().get();
    assertThatThrownBy(() -> difference.interval(level))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level " + level + " is not from 0.5 to below 1");
    assertThatThrownBy(() -> difference.confidenceSequence(level, 5_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> difference.upperBound(level))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itIsTunedAtAVisitorAtLeast() {
    Effect difference = MEANS.difference().get();
    assertThatThrownBy(() -> difference.confidenceSequence(0.95, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tuned at 0 visitors");
  }

  private static void assertInterval(Interval interval, double lower, double upper) {
    assertThat(interval.lower()).isCloseTo(lower, within(5e-6));
    assertThat(interval.upper()).isCloseTo(upper, within(5e-6));
  }
}
