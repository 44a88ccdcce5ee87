package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Ratios whose parts belong together by visitor. */
class RatiosTest {

  /**
   * PostHog, {@code products/experiments/stats/tests/test_frequentist.py}, {@code
   * test_two_sided_ttest_with_ratio_statistic}.
   */
  @Test
  void theLiftIsPostHogs() {
    PairMoments control =
        Published.pairs(
            1966, "94605.79858780127", "10463129.505392816", "936", "936", "94605.79858780127", 6);
    PairMoments variant =
        Published.pairs(
            2034, "99673.9364269569", "11298745.182728939", "947", "947", "99673.9364269569", 6);
    Effect lift = Comparison.ofRatios(control, variant, 1_000_000).lift().get();
    assertThat(lift.value()).isCloseTo(0.041333, within(5e-5));
    assertThat(lift.interval(0.95).lower()).isCloseTo(0.01378609, within(5e-5));
    assertThat(lift.interval(0.95).upper()).isCloseTo(0.0689, within(5e-5));
    assertThat(lift.pValue()).isCloseTo(0.0032826, within(5e-5));
  }

  @Test
  void theVarianceIsTheDeltaMethods() {
    // Orders and their amounts of five visitors; s²ₓ = 62.5, s²ᵧ = 0.7, sₓᵧ = 5, R = 45/7.
    PairMoments moments = Arms.pairs(10, 1, 0, 1, 15, 2, 0, 1, 20, 2);
    double r = 45.0 / 7;
    double meanY = 7.0 / 5;
    double xx = (10 * 10 + 15 * 15 + 20 * 20 - 45.0 * 45 / 5) / 4;
    double yy = (1 + 1 + 4 + 1 + 4 - 7.0 * 7 / 5) / 4;
    double xy = (10 + 30 + 40 - 45.0 * 7 / 5) / 4;
    ArmValue ratio = ArmValue.ofRatio(moments, 1);
    assertThat(ratio.value().get()).isCloseTo(r, within(1e-15));
    assertThat(ratio.variance().get())
        .isCloseTo((xx - 2 * r * xy + r * r * yy) / (5 * meanY * meanY), within(1e-14));
  }

  @Property
  void ofOneEachARatioIsAMean(@ForAll @Size(min = 1, max = 30) List<@IntRange Integer> values) {
    Moments mean = new Moments();
    PairMoments ratio = new PairMoments();
    for (int value : values) {
      mean.add(value);
      ratio.add(value, 1);
    }
    assertThat(ArmValue.ofRatio(ratio, 100)).isEqualTo(ArmValue.ofMean(mean, 100));
  }

  /** Visits of one visitor are alike: counted as if independent they would seem to say more. */
  @Test
  void aVisitorsVisitsAreOneCluster() {
    PairMoments clustered = new PairMoments();
    PairMoments independent = new PairMoments();
    for (int visitor = 0; visitor < 100; visitor++) {
      int bounces = visitor % 2 == 0 ? 10 : 0;
      clustered.add(bounces, 10);
      for (int visit = 0; visit < 10; visit++) {
        independent.add(bounces / 10, 1);
      }
    }
    ArmValue byVisitor = ArmValue.ofRatio(clustered, 1);
    ArmValue byVisit = ArmValue.ofRatio(independent, 1);
    assertThat(byVisitor.value()).isEqualTo(byVisit.value());
    assertThat(byVisitor.variance().get()).isCloseTo(0.25 / 99, within(1e-15));
    assertThat(byVisit.variance().get()).isCloseTo(0.25 / 999, within(1e-15));
  }

  @Test
  void aRatioThatIsTheSameForAllHasNoVariance() {
    ArmValue ratio = ArmValue.ofRatio(Arms.pairs(3, 1, 9, 3, 30, 10), 1);
    assertThat(ratio.value().get()).isEqualTo(3);
    assertThat(ratio.variance().get()).isZero();
  }
}
