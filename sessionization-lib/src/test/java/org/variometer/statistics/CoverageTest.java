package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** In simulated experiments intervals cover the truth as often as they say. */
class CoverageTest {
  private static final int EXPERIMENTS = 4_000;
  private static final double LEVEL = Effect.LEVEL;

  /** Three standard errors of a share of 0.95 in so many experiments. */
  private static final double CHANCE = 3 * Math.sqrt(0.95 * 0.05 / EXPERIMENTS);

  @Test
  void proportions() {
    SplittableRandom random = new SplittableRandom(1);
    Coverage coverage =
        simulate(
            () ->
                Comparison.ofProportions(
                    new Proportion(binomial(random, 0.10), 1_000),
                    new Proportion(binomial(random, 0.12), 1_000)),
            0.02,
            0.2);
    assertThat(coverage.difference).isCloseTo(0.95, offset(CHANCE));
    assertThat(coverage.lift).isCloseTo(0.95, offset(CHANCE));
  }

  /** Revenue: nothing of nine in ten, else log-normal; of the variant 20 % more. */
  @Test
  void means() {
    SplittableRandom random = new SplittableRandom(2);
    double mean = 0.1 * 50e6 * Math.exp(0.5);
    Coverage coverage =
        simulate(
            () -> Comparison.ofMeans(revenue(random, 50e6), revenue(random, 60e6), 1),
            0.2 * mean,
            0.2);
    assertThat(coverage.difference).isCloseTo(0.95, offset(CHANCE));
    // Two hundred so skewed amounts are few for the delta method, which takes the control's mean
    // for
    // normal: simulated apart, with NumPy, it covers 0.937 here and 0.922 with a quarter of them.
    assertThat(coverage.lift).isCloseTo(0.937, offset(CHANCE + 0.003));
  }

  /** Bounces of visits, where visitors differ in how many visits they make and how they are. */
  @Test
  void ratios() {
    SplittableRandom random = new SplittableRandom(3);
    Coverage coverage =
        simulate(
            () -> Comparison.ofRatios(visits(random, 0), visits(random, 0.05), 1), 0.05, 1.0 / 6);
    assertThat(coverage.difference).isCloseTo(0.95, offset(CHANCE));
    assertThat(coverage.lift).isCloseTo(0.95, offset(CHANCE));
  }

  @Test
  void pValuesAreBelowAlphaAsOftenAsAlpha() {
    SplittableRandom random = new SplittableRandom(4);
    int means = 0;
    int proportions = 0;
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
      means +=
          Comparison.ofRatios(visits(random, 0), visits(random, 0), 1).pValue().get() < 0.05
              ? 1
              : 0;
      proportions +=
          Comparison.ofProportions(
                          new Proportion(binomial(random, 0.1), 1_000),
                          new Proportion(binomial(random, 0.1), 1_000))
                      .pValue()
                      .get()
                  < 0.05
              ? 1
              : 0;
    }
    assertThat((double) means / EXPERIMENTS).isCloseTo(0.05, offset(CHANCE));
    assertThat((double) proportions / EXPERIMENTS).isCloseTo(0.05, offset(CHANCE));
  }

  /**
   * Who looks at 40 times from 300 to 20,000 visitors is misled by fixed intervals in far more than
   * 5 % of experiments without an effect, by confidence sequences in at most 5 %.
   */
  @Test
  void aConfidenceSequenceHoldsHoweverOftenOneLooks() {
    SplittableRandom random = new SplittableRandom(5);
    int experiments = 1_000;
    int misledByIntervals = 0;
    int misledBySequences = 0;
    for (int experiment = 0; experiment < experiments; experiment++) {
      Moments control = new Moments();
      Moments variant = new Moments();
      boolean byInterval = false;
      boolean bySequence = false;
      for (double look = 150; look <= 10_000; look *= 1.11) {
        while (control.visitors() < look) {
          control.add(amount(random));
          variant.add(amount(random));
        }
        Effect difference = Comparison.ofMeans(control, variant, 1).difference().get();
        byInterval |= !difference.interval(LEVEL).contains(0);
        bySequence |= !difference.confidenceSequence(LEVEL, Effect.TUNED_AT).contains(0);
      }
      misledByIntervals += byInterval ? 1 : 0;
      misledBySequences += bySequence ? 1 : 0;
    }
    assertThat((double) misledByIntervals / experiments).isGreaterThan(0.2);
    assertThat((double) misledBySequences / experiments).isLessThanOrEqualTo(0.05);
  }

  /** How often, of all experiments, an interval covered the true effect. */
  private record Coverage(double difference, double lift) {}

  private static Coverage simulate(
      Supplier<Comparison> experiment, double difference, double lift) {
    int differences = 0;
    int lifts = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      Comparison comparison = experiment.get();
      differences += comparison.difference().get().interval(LEVEL).contains(difference) ? 1 : 0;
      lifts += comparison.lift().get().interval(LEVEL).contains(lift) ? 1 : 0;
    }
    return new Coverage((double) differences / EXPERIMENTS, (double) lifts / EXPERIMENTS);
  }

  /** How many of 1,000 visitors do what each does with a probability. */
  private static long binomial(SplittableRandom random, double probability) {
    long successes = 0;
    for (int visitor = 0; visitor < 1_000; visitor++) {
      successes += random.nextDouble() < probability ? 1 : 0;
    }
    return successes;
  }

  /** Two thousand visitors, of whom a tenth orders; the median order is given. */
  private static Moments revenue(SplittableRandom random, double median) {
    Moments moments = new Moments();
    for (int visitor = 0; visitor < 2_000; visitor++) {
      moments.add(
          random.nextDouble() < 0.1 ? Math.round(median * Math.exp(random.nextGaussian())) : 0);
    }
    return moments;
  }

  /** A visitor's revenue in whole units: mostly none. */
  private static long amount(SplittableRandom random) {
    return random.nextDouble() < 0.1 ? 20 + random.nextInt(80) : 0;
  }

  /**
   * 400 visitors of 1 to 5 visits, each bouncing with a probability that is its visitor's own, 0.3
   * on average and more in a variant.
   */
  private static PairMoments visits(SplittableRandom random, double more) {
    PairMoments moments = new PairMoments();
    for (int visitor = 0; visitor < 400; visitor++) {
      int visits = 1 + random.nextInt(5);
      double probability = 0.5 * random.nextDouble() + 0.05 + more;
      int bounces = 0;
      for (int visit = 0; visit < visits; visit++) {
        bounces += random.nextDouble() < probability ? 1 : 0;
      }
      moments.add(bounces, visits);
    }
    return moments;
  }
}
