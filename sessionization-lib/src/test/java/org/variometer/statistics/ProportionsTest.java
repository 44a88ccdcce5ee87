package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares of visitors, against what others publish. */
class ProportionsTest {

  /**
   * Spotify Confidence, {@code tests/frequentist/test_chisquared.py}, {@code test_difference} and
   * {@code test_difference_with_interval_sizes}.
   */
  @ParameterizedTest
  @CsvSource({
    "42, 104, 500, 1009, 0.95,  0.091694, -0.0075254411815593725, 0.190913, 0.074866",
    "42, 104, 500, 1009, 0.99,  0.091694, -0.0387024,             0.22209,  0.074866",
    "42, 104, 500, 1009, 0.999, 0.091694, -0.074883,              0.258271, 0.074866",
    "40, 100, 50,  100,  0.95,  0.1,      -0.03719748,            0.237197, 0.155218"
  })
  void differencesAreSpotifys(
      long controls,
      long ofControl,
      long variants,
      long ofVariant,
      double level,
      double difference,
      double lower,
      double upper,
      double pValue) {
    Comparison comparison = compare(controls, ofControl, variants, ofVariant);
    Effect effect = comparison.difference().get();
    assertThat(effect.value()).isCloseTo(difference, within(1e-6));
    assertThat(effect.interval(level).lower()).isCloseTo(lower, within(1e-6));
    assertThat(effect.interval(level).upper()).isCloseTo(upper, within(1e-6));
    assertThat(comparison.pValue().get()).isCloseTo(pValue, within(1e-6));
  }

  /**
   * statsmodels, {@code statsmodels/stats/tests/test_proportion.py}: {@code TestProportion},
   * smokers of four hospitals pair by pair (R's pairwise.prop.test without continuity correction).
   */
  @ParameterizedTest
  @CsvSource({
    "73,  86,  90,  93,  0.00533824886503131",
    "73,  86,  114, 136, 0.8327574849753566",
    "73,  86,  75,  82,  0.1880573726722516",
    "90,  93,  114, 136, 0.002026764254350234",
    "90,  93,  75,  82,  0.1309487516334318",
    "114, 136, 75,  82,  0.1076118730631731"
  })
  void pooledPValuesAreThoseOfRAndStatsmodels(
      long controls, long ofControl, long variants, long ofVariant, double pValue) {
    assertThat(compare(controls, ofControl, variants, ofVariant).pValue().get())
        .isCloseTo(pValue, within(1e-12));
  }

  /** statsmodels, the same file, {@code test_confint_2indep_propcis}, method wald (R's PropCIs). */
  @Test
  void waldsIntervalIsThatOfRAndStatsmodels() {
    Interval interval = compare(1, 34, 7, 34).difference().get().interval(0.95);
    assertThat(interval.lower()).isCloseTo(0.02916942, within(6e-7));
    assertThat(interval.upper()).isCloseTo(0.32377176, within(6e-7));
  }

  /**
   * GrowthBook, {@code packages/stats/tests/frequentist/test_tests.py}, {@code
   * test_two_sided_ttest_binom} and {@code test_sequential_test_runs_prop}: the lift and its
   * standard error. (Its quantiles are of Student's t.)
   */
  @ParameterizedTest
  @CsvSource({
    "14,   28,   16,   30,   0.06667, 0.2717",
    "1396, 3000, 2422, 3461, 0.50386, 0.03386"
  })
  void liftsHaveTheStandardErrorsOfGrowthBook(
      long controls,
      long ofControl,
      long variants,
      long ofVariant,
      double lift,
      double standardError) {
    Effect effect = compare(controls, ofControl, variants, ofVariant).lift().get();
    assertThat(effect.value()).isCloseTo(lift, within(5e-6));
    assertThat(effect.standardError()).isCloseTo(standardError, within(5e-6));
  }

  @Test
  void theDifferencesOwnPValueIsInStepWithItsInterval() {
    Effect effect = compare(90, 1_000, 120, 1_000).difference().get();
    Interval atItsLevel = effect.interval(1 - effect.pValue());
    assertThat(atItsLevel.lower()).isCloseTo(0, within(1e-12));
  }

  @Test
  void theArmsStandBesideTheirDifference() {
    Comparison comparison = compare(90, 1_000, 120, 1_000);
    assertThat(comparison.control().visitors()).isEqualTo(1_000);
    assertThat(comparison.control().value().get()).isEqualTo(0.09);
    assertThat(comparison.variant().value().get()).isEqualTo(0.12);
    assertThat(comparison.variant().standardError().get())
        .isCloseTo(Math.sqrt(0.12 * 0.88 / 1_000), within(1e-15));
  }

  @Test
  void zerosAndOnesAreAProportion() {
    assertThat(Proportion.of(Arms.of(0, 1, 1, 0, 0))).isEqualTo(new Proportion(2, 5));
    assertThatThrownBy(() -> Proportion.of(Arms.of(0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values other than 0 and 1");
    assertThatThrownBy(() -> Proportion.of(Arms.of(-1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noMoreVisitorsDidItThanThereAre() {
    assertThatThrownBy(() -> new Proportion(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 of 2 visitors");
  }

  private static Comparison compare(long controls, long ofControl, long variants, long ofVariant) {
    return Comparison.ofProportions(
        new Proportion(controls, ofControl), new Proportion(variants, ofVariant));
  }
}
