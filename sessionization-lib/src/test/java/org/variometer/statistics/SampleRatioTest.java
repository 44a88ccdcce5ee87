package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.statistics.SampleRatio.Share;

/** Whether the split can be trusted. */
class SampleRatioTest {

  /**
   * GrowthBook, {@code packages/stats/tests/test_gbstats.py}, {@code test_srm}; Kohavi, Tang and
   * Xu, "Trustworthy Online Controlled Experiments", chapter 21; the last two by SciPy 1.17.1's
   * {@code chisquare}.
   */
  @ParameterizedTest
  @CsvSource({
    "1000 1200,           0.5 0.5,   0.000020079,         1e-9,  true",
    "821588 815482,       1 1,       1.8e-6,              5e-8,  true",
    "3000 3100 2900 1000, 3 3 3 1,   0.08331630551120198, 1e-14, false",
    "5123 2478 2399,      2 1 1,     0.025993728021593207, 1e-14, false"
  })
  void pValuesAreThosePublished(
      String visitors, String weights, double pValue, double tolerance, boolean mismatch) {
    SampleRatio ratio = SampleRatio.test(shares(visitors, weights)).get();
    assertThat(ratio.pValue()).isCloseTo(pValue, within(tolerance));
    assertThat(ratio.isMismatch(SampleRatio.ALPHA)).isEqualTo(mismatch);
  }

  @Test
  void expectedVisitorsFollowTheWeights() {
    SampleRatio ratio = SampleRatio.test(shares("130 70 0", "1 2 1")).get();
    assertThat(ratio.expected()).containsExactly(50.0, 100.0, 50.0);
    assertThat(ratio.chiSquared()).isEqualTo(80 * 80 / 50.0 + 30 * 30 / 100.0 + 50);
    assertThat(ratio.isMismatch(SampleRatio.ALPHA)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "100,       1,    there is one variant alone",
    "50 49,     1 1,  there are fewer than 100 visitors",
    "0 0,       1 1,  there are fewer than 100 visitors",
    "100 4,     25 1, fewer than 5 visitors are expected in a variant"
  })
  void whereItIsNotTestedItSaysWhy(String visitors, String weights, String why) {
    assertThat(SampleRatio.test(shares(visitors, weights)))
        .hasToString("not estimable, because " + why);
  }

  @Test
  void itIsTestedFromAHundredVisitorsAndFiveExpectedOn() {
    assertThat(SampleRatio.test(shares("50 50", "1 1")).isKnown()).isTrue();
    assertThat(SampleRatio.test(shares("95 5", "19 1")).isKnown()).isTrue();
    assertThat(SampleRatio.test(List.of()).obstacle()).contains(Obstacle.ONE_VARIANT);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1, 0", "1, -1", "1, NaN", "1, Infinity", "1, 1e10"})
  void aShareIsACountAndAWeight(long visitors, double weight) {
    assertThatThrownBy(() -> new Share(visitors, weight))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(visitors + " visitors of weight " + weight);
  }

  /** Of 20,000 experiments whose split is right an alarm is false in 20, or in 1,000 at 0.05. */
  @Test
  void alarmsAreFalseAsOftenAsSaid() {
    SplittableRandom random = new SplittableRandom(7);
    int rejected = 0;
    int alarms = 0;
    for (int experiment = 0; experiment < 20_000; experiment++) {
      SampleRatio ratio = split(random, 500, 2, 1, 1);
      rejected += ratio.isMismatch(0.05) ? 1 : 0;
      alarms += ratio.isMismatch(SampleRatio.ALPHA) ? 1 : 0;
    }
    assertThat(rejected / 20_000.0).isCloseTo(0.05, offset(0.006));
    assertThat(alarms).isBetween(5, 40);
  }

  /** 5 % of a variant's visitors lost: found in nearly all of a hundred experiments. */
  @Test
  void aLossIsFound() {
    SplittableRandom random = new SplittableRandom(8);
    int found = 0;
    for (int experiment = 0; experiment < 100; experiment++) {
      List<Share> lossy = new ArrayList<>();
      for (Share share : draw(random, 40_000, 1, 1)) {
        lossy.add(new Share(share.visitors() - (lossy.isEmpty() ? 1_000 : 0), 1));
      }
      found += SampleRatio.test(lossy).get().isMismatch(SampleRatio.ALPHA) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(90);
  }

  private static SampleRatio split(SplittableRandom random, int visitors, int... weights) {
    return SampleRatio.test(draw(random, visitors, weights)).get();
  }

  private static List<Share> draw(SplittableRandom random, int visitors, int... weights) {
    int whole = 0;
    for (int weight : weights) {
      whole += weight;
    }
    long[] drawn = new long[weights.length];
    for (int visitor = 0; visitor < visitors; visitor++) {
      int variant = 0;
      for (int place = random.nextInt(whole); place >= weights[variant]; variant++) {
        place -= weights[variant];
      }
      drawn[variant]++;
    }
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      shares.add(new Share(drawn[i], weights[i]));
    }
    return shares;
  }

  private static List<Share> shares(String visitors, String weights) {
    String[] numbers = visitors.split(" ");
    String[] ofWhole = weights.split(" ");
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      shares.add(new Share(Long.parseLong(numbers[i]), Double.parseDouble(ofWhole[i])));
    }
    return shares;
  }
}
