package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several tests at once. */
class HolmTest {

  /**
   * statsmodels: {@code statsmodels/stats/tests/test_multi.py}, {@code res_multtest1…3} (R's
   * multtest), and {@code test_proportion.py}, {@code res_ppt_pvals_holm} (R's pairwise.prop.test).
   */
  @ParameterizedTest
  @CsvSource({
    "0.838541367553 0.642193923795 0.680845947633 0.967833824309 0.71626938238 0.177096952723"
        + " 5.23656777208e-005 0.0202732688798 0.00028140506198 0.0149877310796,"
        + " 1 1 1 1 1 1 5.2365677720800005e-04 1.4191288215860001e-01 2.5326455578199999e-03"
        + " 1.1990184863680001e-01",
    "0.002 0.004 0.006 0.008 0.01 0.012, 0.012 0.02 0.024 0.024 0.024 0.024",
    "0.001 0.002 0.003 0.004 0.005 0.05 0.06 0.07 0.08 0.09,"
        + " 0.01 0.018 0.024 0.028 0.03 0.25 0.25 0.25 0.25 0.25",
    "0.00533824886503131 0.8327574849753566 0.1880573726722516 0.002026764254350234"
        + " 0.1309487516334318 0.1076118730631731,"
        + " 0.02669124432515654 0.8327574849753566 0.4304474922526926 0.0121605855261014"
        + " 0.4304474922526926 0.4304474922526926"
  })
  void adjustedPValuesAreThoseOfRAndStatsmodels(String raw, String adjusted) {
    double[] expected = numbers(adjusted);
    List<Estimable<Double>> actual = Holm.adjusted(estimables(numbers(raw)));
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i).get()).as("test %s", i).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void aTestThatCannotBeDoneYetCountsInTheFamily() {
    List<Estimable<Double>> adjusted =
        Holm.adjusted(
            List.of(Estimable.of(0.01), Estimable.not(Obstacle.NO_VARIANCE), Estimable.of(0.02)));
    assertThat(adjusted.get(0).get()).isEqualTo(0.03);
    assertThat(adjusted.get(1).obstacle()).contains(Obstacle.NO_VARIANCE);
    assertThat(adjusted.get(2).get()).isEqualTo(0.04);
  }

  @Test
  void oneTestAloneIsNotAdjusted() {
    assertThat(Holm.adjusted(estimables(0.04)).get(0).get()).isEqualTo(0.04);
    assertThat(Holm.simultaneousLevel(0.95, 1)).isEqualTo(0.95);
    assertThat(Holm.adjusted(List.of())).isEmpty();
  }

  /**
   * Spotify Confidence, {@code tests/frequentist/test_chisquared.py}, {@code
   * test_multiple_difference}: 5 differences from 42 of 104, with Bonferroni's intervals (its signs
   * are the other way round).
   */
  @ParameterizedTest
  @CsvSource({
    "40,   100,  -0.180717,   0.173024",
    "50,   100,  -0.08258247, 0.27489017",
    "100,  150,  0.10411038,  0.42153065",
    "500,  1009, -0.03870244, 0.22209041",
    "1005, 1502, 0.13744367,  0.39307973"
  })
  void simultaneousIntervalsAreSpotifys(long successes, long visitors, double lower, double upper) {
    Interval interval =
        Comparison.ofProportions(new Proportion(42, 104), new Proportion(successes, visitors))
            .difference()
            .get()
            .interval(Holm.simultaneousLevel(0.95, 5));
    assertThat(interval.lower()).isCloseTo(lower, within(1e-5));
    assertThat(interval.upper()).isCloseTo(upper, within(1e-5));
  }

  @Test
  void aFamilyHasATest() {
    assertThatThrownBy(() -> Holm.simultaneousLevel(0.95, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a family of 0 tests");
  }

  /** Two variants against one control by three metrics, none with an effect. */
  @Test
  void anyFalseFindIsAsRareAsSaid() {
    SplittableRandom random = new SplittableRandom(11);
    int families = 2_000;
    int wrong = 0;
    int wrongWithout = 0;
    for (int family = 0; family < families; family++) {
      List<Estimable<Double>> pValues = new ArrayList<>();
      for (int metric = 0; metric < 3; metric++) {
        Moments control = normal(random);
        pValues.add(Comparison.ofMeans(control, normal(random), 1).pValue());
        pValues.add(Comparison.ofMeans(control, normal(random), 1).pValue());
      }
      wrong += Holm.adjusted(pValues).stream().anyMatch(p -> p.get() < 0.05) ? 1 : 0;
      wrongWithout += pValues.stream().anyMatch(p -> p.get() < 0.05) ? 1 : 0;
    }
    assertThat((double) wrong / families).isBetween(0.03, 0.06);
    assertThat((double) wrongWithout / families).isGreaterThan(0.2);
  }

  private static Moments normal(SplittableRandom random) {
    Moments moments = new Moments();
    for (int visitor = 0; visitor < 100; visitor++) {
      moments.add(Math.round(1e6 * random.nextGaussian()));
    }
    return moments;
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static List<Estimable<Double>> estimables(double... numbers) {
    return Arrays.stream(numbers).mapToObj(Estimable::of).toList();
  }
}
