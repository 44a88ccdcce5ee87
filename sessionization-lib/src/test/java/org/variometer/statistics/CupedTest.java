package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What visitors did before takes variance out of a mean, and nothing else. */
class CupedTest {
  private record Visitor(long value, Long before) {}

  /**
   * GrowthBook, {@code packages/stats/tests/frequentist/test_tests.py}, {@code
   * test_sequential_test_runs_ra}. It divides by the control's unadjusted mean.
   */
  @Test
  void theAdjustedDifferenceIsGrowthBooks() {
    CovariateMoments control =
        Published.covariates(3000, "1396.87", "52377.9767", "16.87", "527.9767", "1", 2);
    CovariateMoments variant =
        Published.covariates(3461, "2422.7", "134698.29", "22.7", "1348.29", "1", 2);
    Comparison comparison =
        Cuped.over(List.of(control, variant)).get().compare(control, variant, 100);
    double unadjusted = 1396.87 / 3000;
    Effect difference = comparison.difference().get();
    assertThat(difference.value() / unadjusted).isCloseTo(0.50338, within(5e-6));
    Effect lift = comparison.lift().get();
    assertThat(lift.value()).isCloseTo(0.50338, within(5e-5));
    assertThat(lift.standardError()).isCloseTo(0.33341, within(5e-5));
    assertThat(lift.confidenceSequence(0.95, 5_000).lower()).isCloseTo(-0.50969, within(2e-4));
    assertThat(lift.confidenceSequence(0.95, 5_000).upper()).isCloseTo(1.51646, within(2e-4));
  }

  @Test
  void aHandfulOfVisitors() {
    // Control: (1, 0), (3, 2), and 5 unknown; variant: (4, 1), (8, 3). Known before: mean 1.5.
    CovariateMoments control = Arms.covariates(1, 0, 3, 2);
    control.add(5);
    CovariateMoments variant = Arms.covariates(4, 1, 8, 3);
    Cuped cuped = Cuped.over(List.of(control, variant)).get();
    // Deviations of (0, 2, 1.5) from 7/6, of (1, 3, 5) from 3, of (1, 3) from 2, of (4, 8) from 6.
    double products = 7.0 / 6 * 2 + 1.0 / 3 * 2 + 4;
    double squares = 49.0 / 36 + 25.0 / 36 + 1.0 / 9 + 2;
    assertThat(cuped.theta()).isCloseTo(products / squares, within(1e-15));
    ArmValue adjusted = cuped.adjusted(control, 1);
    assertThat(adjusted.value().get())
        .isCloseTo(3 - products / squares * (7.0 / 6 - 1.5), within(1e-15));
    assertThat(cuped.adjusted(variant, 1).value().get())
        .isCloseTo(6 - products / squares * (2 - 1.5), within(1e-15));
  }

  /** Against the formula in doubles, on visitors who were each given their covariate. */
  @Property
  void itIsTheMeanOfWhatIsLeftOfEachVisitor(@ForAll("arms") List<List<Visitor>> arms) {
    List<CovariateMoments> moments = arms.stream().map(CupedTest::moments).toList();
    Estimable<Cuped> found = Cuped.over(moments);
    if (!found.isKnown()) {
      assertThat(arms).allSatisfy(arm -> assertThat(spread(arm, arms)).isZero());
      return;
    }
    double theta = found.get().theta();
    double mean = meanBefore(arms);
    for (int i = 0; i < arms.size(); i++) {
      ArmValue adjusted = found.get().adjusted(moments.get(i), 1);
      double[] left =
          arms.get(i).stream()
              .mapToDouble(v -> v.value - theta * (before(v, mean) - mean))
              .toArray();
      assertThat(adjusted.visitors()).isEqualTo(left.length);
      if (left.length > 1) {
        assertThat(adjusted.value().get()).isCloseTo(mean(left), within(1e-9));
        assertThat(adjusted.variance().get())
            .isCloseTo(squares(left) / left.length / (left.length - 1), within(1e-9));
      }
    }
  }

  @Property
  void theSumOfSquaresOfAllArmsNeverGrows(@ForAll("arms") List<List<Visitor>> arms) {
    List<CovariateMoments> moments = arms.stream().map(CupedTest::moments).toList();
    Cuped.over(moments)
        .figure()
        .ifPresent(
            cuped -> {
              double before = 0;
              double after = 0;
              for (int i = 0; i < arms.size(); i++) {
                double n = arms.get(i).size();
                if (n > 1) {
                  before += squares(values(arms.get(i)));
                  after += cuped.adjusted(moments.get(i), 1).variance().get() * n * (n - 1);
                }
              }
              assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-12));
            });
  }

  @Test
  void withoutAnythingBeforeThereIsNothingToAdjustBy() {
    CovariateMoments newcomers = new CovariateMoments();
    newcomers.add(3);
    newcomers.add(5);
    assertThat(Cuped.over(List.of(newcomers, newcomers)).obstacle())
        .contains(Obstacle.NO_COVARIATE);
    assertThat(Cuped.over(List.of(Arms.covariates(3, 7, 5, 7))).obstacle())
        .contains(Obstacle.NO_COVARIATE);
    assertThat(Cuped.over(List.of()).obstacle()).contains(Obstacle.NO_COVARIATE);
  }

  @Test
  void whatIsExplainedWhollyHasNoVarianceLeft() {
    CovariateMoments control = Arms.covariates(2, 1, 4, 2, 6, 3);
    CovariateMoments variant = Arms.covariates(3, 1, 5, 2, 7, 3);
    Comparison comparison =
        Cuped.over(List.of(control, variant)).get().compare(control, variant, 1);
    assertThat(comparison.control().variance().get()).isZero();
    assertThat(comparison.difference().obstacle()).contains(Obstacle.NO_VARIANCE);
  }

  @Test
  void anArmWithoutVisitorsHasNoMean() {
    CovariateMoments some = Arms.covariates(2, 1, 4, 3);
    CovariateMoments none = new CovariateMoments();
    Comparison comparison = Cuped.over(List.of(some, none)).get().compare(some, none, 1);
    assertThat(comparison.variant().value().obstacle()).contains(Obstacle.NO_VISITORS);
    assertThat(comparison.difference().obstacle()).contains(Obstacle.NO_VISITORS);
  }

  /** Correlation 0.8: a variance of 0.36. A fifth of the visitors are new: about half of it all. */
  @Test
  void itIsUnbiasedAndCoversWithLessVariance() {
    Simulation simulation = simulate(21, 0.8, 0.2);
    assertThat(simulation.meanDifference).isCloseTo(1, offset(0.01));
    assertThat(simulation.coverage).isCloseTo(0.95, offset(0.017));
    assertThat(simulation.varianceRatio).isBetween(0.4, 0.6);
  }

  @Test
  void whereNothingIsExplainedItCostsNothing() {
    Simulation simulation = simulate(22, 0, 0);
    assertThat(simulation.meanDifference).isCloseTo(1, offset(0.015));
    assertThat(simulation.coverage).isCloseTo(0.95, offset(0.017));
    assertThat(simulation.varianceRatio).isBetween(0.99, 1.001);
  }

  private record Simulation(double meanDifference, double coverage, double varianceRatio) {}

  /** 1,500 experiments with 300 visitors in each of two arms and a true difference of 1. */
  private static Simulation simulate(long seed, double correlation, double newcomers) {
    SplittableRandom random = new SplittableRandom(seed);
    int experiments = 1_500;
    double differences = 0;
    double covered = 0;
    double ratios = 0;
    for (int experiment = 0; experiment < experiments; experiment++) {
      List<CovariateMoments> arms = new ArrayList<>();
      List<Moments> plain = new ArrayList<>();
      for (int arm = 0; arm < 2; arm++) {
        CovariateMoments adjustable = new CovariateMoments();
        Moments moments = new Moments();
        for (int visitor = 0; visitor < 300; visitor++) {
          double before = random.nextGaussian();
          double noise = Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
          long value = Math.round(1e6 * (10 + arm + 2 * (correlation * before + noise)));
          moments.add(value);
          if (random.nextDouble() < newcomers) {
            adjustable.add(value);
          } else {
            adjustable.add(value, Math.round(1e3 * (5 + before)));
          }
        }
        arms.add(adjustable);
        plain.add(moments);
      }
      Effect adjusted =
          Cuped.over(arms).get().compare(arms.get(0), arms.get(1), 1_000_000).difference().get();
      Effect unadjusted =
          Comparison.ofMeans(plain.get(0), plain.get(1), 1_000_000).difference().get();
      differences += adjusted.value();
      covered += adjusted.interval(0.95).contains(1) ? 1 : 0;
      ratios += Math.pow(adjusted.standardError() / unadjusted.standardError(), 2);
    }
    return new Simulation(differences / experiments, covered / experiments, ratios / experiments);
  }

  @Provide
  Arbitrary<List<List<Visitor>>> arms() {
    Arbitrary<Visitor> visitor =
        Combinators.combine(
                Arbitraries.longs().between(-20, 100),
                Arbitraries.longs().between(-5, 30).injectNull(0.3))
            .as(Visitor::new);
    return visitor.list().ofMaxSize(12).list().ofMinSize(1).ofMaxSize(4);
  }

  private static CovariateMoments moments(List<Visitor> arm) {
    CovariateMoments moments = new CovariateMoments();
    for (Visitor visitor : arm) {
      if (visitor.before == null) {
        moments.add(visitor.value);
      } else {
        moments.add(visitor.value, visitor.before);
      }
    }
    return moments;
  }

  private static double meanBefore(List<List<Visitor>> arms) {
    return arms.stream()
        .flatMap(List::stream)
        .filter(v -> v.before != null)
        .mapToLong(Visitor::before)
        .average()
        .orElse(0);
  }

  private static double spread(List<Visitor> arm, List<List<Visitor>> arms) {
    double mean = meanBefore(arms);
    return squares(arm.stream().mapToDouble(v -> before(v, mean)).toArray());
  }

  private static double before(Visitor visitor, double mean) {
    return visitor.before == null ? mean : visitor.before;
  }

  private static double[] values(List<Visitor> arm) {
    return arm.stream().mapToDouble(Visitor::value).toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The sum of squares of deviations from the mean. */
  private static double squares(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }
}
