package org.variometer.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.variometer.statistics.SampleRatio.Share;

/** Whatever visitors do, no number that comes out is infinite or none. */
class FiniteProperties {
  private static final double[] LEVELS = {0.5, 0.95, 1 - 1e-12, Math.nextDown(1.0)};
  private static final long[] UNITS = {1, 1_000_000};

  @Property
  void means(@ForAll("values") List<Long> control, @ForAll("values") List<Long> variant) {
    for (long unit : UNITS) {
      assertFinite(Comparison.ofMeans(Arms.of(control), Arms.of(variant), unit));
    }
  }

  @Property
  void proportions(@ForAll("counts") List<Long> counts) {
    List<Long> sorted = counts.stream().sorted().toList();
    assertFinite(
        Comparison.ofProportions(
            new Proportion(sorted.get(0), sorted.get(2)),
            new Proportion(sorted.get(1), sorted.get(3))));
  }

  @Property
  void ratios(@ForAll("values") List<Long> control, @ForAll("values") List<Long> variant) {
    for (long unit : UNITS) {
      assertFinite(Comparison.ofRatios(pairs(control), pairs(variant), unit));
    }
  }

  @Property
  void adjustedMeans(
      @ForAll("values") List<Long> control,
      @ForAll("values") List<Long> variant,
      @ForAll("values") List<Long> newcomers) {
    CovariateMoments controls = covariates(control);
    newcomers.forEach(controls::add);
    CovariateMoments variants = covariates(variant);
    Cuped.over(List.of(controls, variants))
        .figure()
        .ifPresent(
            cuped -> {
              assertThat(cuped.theta()).isFinite();
              assertFinite(cuped.compare(controls, variants, 1));
            });
  }

  /** Many visitors, as far as they can be counted: parts that are doubled again and again. */
  @Property
  void crowds(@ForAll("values") List<Long> control, @ForAll("values") List<Long> variant) {
    PairMoments controls = pairs(control);
    PairMoments variants = pairs(variant);
    for (int doublings = 0; doublings < 55; doublings++) {
      controls.addAll(controls);
      variants.addAll(variants);
    }
    assertFinite(Comparison.ofRatios(controls, variants, 1));
    assertFinite(Comparison.ofMeans(controls.x(), variants.x(), 1));
  }

  @Property
  void splits(@ForAll("counts") List<Long> counts, @ForAll("weights") List<Double> weights) {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      shares.add(new Share(counts.get(i), weights.get(i)));
    }
    SampleRatio.test(shares)
        .figure()
        .ifPresent(
            ratio -> {
              assertThat(ratio.expected()).allSatisfy(e -> assertThat(e).isFinite());
              assertThat(ratio.chiSquared()).isFinite().isNotNegative();
              assertThat(ratio.pValue()).isBetween(0.0, 1.0);
            });
  }

  private static void assertFinite(Comparison comparison) {
    assertFinite(comparison.control());
    assertFinite(comparison.variant());
    comparison.difference().figure().ifPresent(FiniteProperties::assertFinite);
    comparison.lift().figure().ifPresent(FiniteProperties::assertFinite);
    comparison.pValue().figure().ifPresent(p -> assertThat(p).isBetween(0.0, 1.0));
    Holm.adjusted(List.of(comparison.pValue(), comparison.difference().map(Effect::pValue)))
        .forEach(p -> p.figure().ifPresent(f -> assertThat(f).isBetween(0.0, 1.0)));
    for (Direction direction : Direction.values()) {
      Guardrail.test(comparison.difference(), direction, Effect.LEVEL)
          .figure()
          .ifPresent(
              guardrail -> {
                assertThat(guardrail.bound()).isFinite();
                assertThat(guardrail.pValue()).isBetween(0.0, 1.0);
              });
    }
  }

  private static void assertFinite(ArmValue arm) {
    arm.value().figure().ifPresent(v -> assertThat(v).isFinite());
    arm.variance().figure().ifPresent(v -> assertThat(v).isFinite().isNotNegative());
    arm.standardError().figure().ifPresent(v -> assertThat(v).isFinite().isNotNegative());
  }

  private static void assertFinite(Effect effect) {
    assertThat(effect.value()).isFinite();
    assertThat(effect.standardError()).isFinite().isPositive();
    assertThat(effect.pValue()).isBetween(0.0, 1.0);
    assertThat(effect.pValueOfDecrease()).isBetween(0.0, 1.0);
    assertThat(effect.pValueOfIncrease()).isBetween(0.0, 1.0);
    for (double level : LEVELS) {
      assertFinite(effect.interval(level));
      assertThat(effect.lowerBound(level)).isFinite();
      assertThat(effect.upperBound(level)).isFinite();
      for (long tunedAt : new long[] {1, Effect.TUNED_AT, Long.MAX_VALUE}) {
        assertFinite(effect.confidenceSequence(level, tunedAt));
      }
    }
  }

  private static void assertFinite(Interval interval) {
    assertThat(interval.lower()).isFinite().isLessThanOrEqualTo(interval.upper());
    assertThat(interval.upper()).isFinite();
  }

  private static PairMoments pairs(List<Long> values) {
    PairMoments moments = new PairMoments();
    for (int i = 0; i + 1 < values.size(); i += 2) {
      moments.add(values.get(i), values.get(i + 1));
    }
    return moments;
  }

  private static CovariateMoments covariates(List<Long> values) {
    CovariateMoments moments = new CovariateMoments();
    for (int i = 0; i + 1 < values.size(); i += 2) {
      moments.add(values.get(i), values.get(i + 1));
    }
    return moments;
  }

  @Provide
  Arbitrary<List<Long>> values() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.longs().between(-2, 2)),
            Tuple.of(2, Arbitraries.longs()),
            Tuple.of(
                2,
                Arbitraries.of(
                    Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 53, -(1L << 53))))
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Long>> counts() {
    return Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.longs().between(0, 3)),
            Tuple.of(1, Arbitraries.longs().between(0, 10_000)),
            Tuple.of(1, Arbitraries.longs().between(0, Long.MAX_VALUE)))
        .list()
        .ofSize(4);
  }

  @Provide
  Arbitrary<List<Double>> weights() {
    return Arbitraries.of(Double.MIN_VALUE, 1e-300, 0.001, 0.5, 1.0, 50.0, 1e9).list().ofMaxSize(4);
  }
}
