package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Means of visitors, against what others publish. */
class MeansTest {

  /** SciPy, {@code scipy/stats/tests/test_stats.py}, {@code test_ttest_ind_with_uneq_var} (R). */
  @ParameterizedTest
  @CsvSource({
    "10 20 30,    0.53619490753126731, -0.68649512735572582",
    "10 20 30 40, 0.84354139131608286, -0.2108663315950719"
  })
  void welchsTestIsThatOfRAndSciPy(String tenths, double pValue, double t) {
    long[] first = Arrays.stream(tenths.split(" ")).mapToLong(Long::parseLong).toArray();
    Comparison comparison = Comparison.ofMeans(Arms.of(11, 29, 42), Arms.of(first), 10);
    Effect effect = comparison.difference().get();
    assertThat(effect.value() / effect.standardError()).isCloseTo(t, within(1e-13));
    assertThat(comparison.pValue().get()).isCloseTo(pValue, within(1e-13));
  }

  /**
   * GrowthBook, {@code packages/stats/tests/frequentist/test_tests.py}, {@code
   * test_two_sided_ttest_absolute} and {@code test_two_sided_ttest}.
   */
  @Test
  void differenceAndLiftAreGrowthBooks() {
    Comparison comparison =
        Comparison.ofMeans(
            Published.moments(3407, "1396.87", "52377.9767", 2),
            Published.moments(3461, "2422.7", "134698.29", 2),
            100);
    assertEffect(comparison.difference().get(), 0.29, 0.12478, 0.04538, 0.53462, 5e-6);
    assertThat(comparison.pValue().get()).isCloseTo(0.02016, within(5e-6));
    // It gives the lift the difference's degrees of freedom: a matter of the fifth decimal.
    assertEffect(comparison.lift().get(), 0.70732, 0.37879, -0.03526, 1.44989, 5e-5);
    assertThat(comparison.lift().get().pValue()).isCloseTo(0.06191, within(5e-5));
  }

  /**
   * PostHog, {@code products/experiments/stats/tests/test_frequentist.py}, {@code
   * test_two_sided_ttest_with_sample_mean}.
   */
  @Test
  void theLiftIsPostHogs() {
    Effect lift =
        Comparison.ofMeans(
                Published.moments(2507, "1196.87", "37377.9767", 2),
                Published.moments(2461, "1922.7", "94698.29", 2),
                100)
            .lift()
            .get();
    assertThat(lift.value()).isCloseTo(0.63646, within(5e-5));
    assertThat(lift.interval(0.95).lower()).isCloseTo(-0.0875, within(5e-5));
    assertThat(lift.interval(0.95).upper()).isCloseTo(1.36048, within(5e-5));
    assertThat(lift.pValue()).isCloseTo(0.08487, within(5e-5));
  }

  /**
   * Spotify Confidence, {@code tests/frequentist/test_ttest.py}, {@code
   * test_p_value_is_symmetric_and_correct}.
   */
  @Test
  void thePValueIsSpotifysBothWays() {
    Moments control = Published.moments(48351, "1438602", "73305810", 0);
    Moments test = Published.moments(50571, "1521974", "78621210", 0);
    double pValue = Comparison.ofMeans(control, test, 1).pValue().get();
    assertThat(pValue).isCloseTo(0.03334, within(0.01 * 0.03334));
    assertThat(Comparison.ofMeans(test, control, 1).pValue().get()).isEqualTo(pValue);
  }

  @Test
  void amountsAreInUnits() {
    Comparison comparison =
        Comparison.ofMeans(
            Arms.of(0, 0, 10_000_000, 30_000_000), Arms.of(0, 59_900_000, 100_000), 1_000_000);
    assertThat(comparison.control().value().get()).isEqualTo(10);
    assertThat(comparison.control().variance().get()).isEqualTo(200.0 / 4);
    assertThat(comparison.variant().value().get()).isEqualTo(20);
    assertThat(comparison.difference().get().value()).isEqualTo(10);
    assertThat(comparison.lift().get().value()).isEqualTo(1);
  }

  @Test
  void aVarianceThatIsSmallBesideTheSquaresLosesNoDigits() {
    // Σx² has 29 digits, of which a double holds 16: the variance is in the others.
    Moments control = new Moments();
    Moments variant = new Moments();
    for (int i = 0; i < 1_000; i++) {
      control.add(9_000_000_000_000L + i % 2);
      variant.add(9_000_000_000_000L + i % 2 + 1);
    }
    Comparison comparison = Comparison.ofMeans(control, variant, 1);
    assertThat(comparison.control().variance().get()).isEqualTo(0.25 / 999, within(1e-18));
    assertThat(comparison.difference().get().value()).isEqualTo(1, within(1e-3));
  }

  @Property(tries = 200)
  void swappingTheArmsTurnsTheDifferenceAround(
      @ForAll @Size(min = 2, max = 20) long @LongRange(min = 0, max = 1000) [] control,
      @ForAll @Size(min = 2, max = 20) long @LongRange(min = 0, max = 1000) [] variant) {
    Estimable<Effect> forward =
        Comparison.ofMeans(Arms.of(control), Arms.of(variant), 1).difference();
    Estimable<Effect> backward =
        Comparison.ofMeans(Arms.of(variant), Arms.of(control), 1).difference();
    assertThat(forward.map(Effect::value)).isEqualTo(backward.map(e -> 0 - e.value()));
    assertThat(forward.map(Effect::pValue)).isEqualTo(backward.map(Effect::pValue));
  }

  private static void assertEffect(
      Effect effect,
      double value,
      double standardError,
      double lower,
      double upper,
      double tolerance) {
    assertThat(effect.value()).isCloseTo(value, within(5e-6));
    assertThat(effect.standardError()).isCloseTo(standardError, within(5e-6));
    assertThat(effect.interval(0.95).lower()).isCloseTo(lower, within(tolerance));
    assertThat(effect.interval(0.95).upper()).isCloseTo(upper, within(tolerance));
  }
}
