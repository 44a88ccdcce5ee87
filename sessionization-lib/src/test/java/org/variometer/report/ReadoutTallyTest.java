package org.variometer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.metric.Population;
import org.variometer.readout.Span;
import org.variometer.statistics.ArmValue;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.Effect;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Interval;
import org.variometer.statistics.Moments;
import org.variometer.statistics.Obstacle;
import org.variometer.statistics.PooledValues;
import org.variometer.statistics.Proportion;

/**
 * What is read out of an experiment made by hand. Of 200 visitors of the control 40 order for 10,
 * of 200 of the variant {@code one_page} 60 do, and 30 others meet an error; 20 more meet the
 * control first and the variant later; 3 meet a variant that nobody has described.
 *
 * <pre>
 * conversion   40/200 = 0.2, 60/200 = 0.3, difference 0.1
 *              variance 0.2·0.8/200 + 0.3·0.7/200 = 0.00185, error 0.0430116, ±1.959964 of it
 *              lift 0.5, variance 0.00105/0.04 + 1.5²·0.0008/0.04 = 0.07125
 *              pooled: 0.25·0.75·2/200 = 0.001875, z 2.309401, p 0.0209213
 * revenue      2 and 3 a visitor, difference 1
 *              variance 100·0.2·0.8/199 + 100·0.3·0.7/199 = 0.185930
 * error_rate   0/200 and 30/200 of page views
 * with all     20 more in the control: 40/220
 * split        200 and 200: χ² 0; with all 220 and 200 of 210 each: χ² 2·10²/210 = 0.952381
 * </pre>
 */
class ReadoutTallyTest {
  private static final Offset<Double> CLOSE = within(1e-6);
  private static final String CATALOGUE =
      """
      experiments = [{
        id = checkout, hypothesis = "Fewer give up.", owner = "Checkout team"
        variants = [{name = control}, {name = one_page}]
        start = "2026-11-20T00:00:00Z"
        primary = [conversion, revenue]
        guardrails = [error_rate]
        %s
      }]
      """;

  @TempDir private Path folder;

  private Scene scene() {
    return new Scene(folder).handMade();
  }

  private static PopulationReadout assigned(Report report) {
    assertThat(report.experiments()).hasSize(1);
    assertThat(report.experiments().get(0).populations()).hasSize(1);
    PopulationReadout population = report.experiments().get(0).populations().get(0);
    assertThat(population.population()).isEqualTo(Population.ASSIGNED);
    return population;
  }

  private static MetricReadout metric(PopulationReadout population, String name) {
    return population.metrics().stream()
        .filter(metric -> metric.metric().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static VariantReadout variant(PopulationReadout population, String metric) {
    assertThat(metric(population, metric).variants()).hasSize(1);
    return metric(population, metric).variants().get(0);
  }

  @Test
  void visitorsAreCountedByTheVariantMetFirstAndThoseOfUnknownVariantsAreNamed()
      throws IOException {
    PopulationReadout population = assigned(scene().report(CATALOGUE.formatted("")));
    assertThat(population.variants())
        .containsExactly(
            new VariantVisitors("control", 200, 20), new VariantVisitors("one_page", 200, 0));
    assertThat(population.outside()).containsExactly(new VariantVisitors("ghost", 3, 0));
    assertThat(population.compared()).isEqualTo(400);
    assertThat(population.multiplyExposed()).isEqualTo(20);
  }

  @Test
  void theSplitIsTestedWithAndWithoutTheMultiplyExposed() throws IOException {
    PopulationReadout population = assigned(scene().report(CATALOGUE.formatted("")));
    assertThat(population.split().get().chiSquared()).isZero();
    assertThat(population.splitOfAll().get().chiSquared()).isCloseTo(0.952381, CLOSE);
    assertThat(population.isSplitWrong()).isFalse();
  }

  @Test
  void aProportionIsReadOutAsComputedByHand() throws IOException {
    VariantReadout conversion =
        variant(assigned(scene().report(CATALOGUE.formatted(""))), "conversion");
    Comparison comparison = conversion.comparison();
    assertThat(comparison.control().value().get()).isEqualTo(0.2);
    assertThat(comparison.variant().value().get()).isEqualTo(0.3);
    assertThat(comparison.difference().get().value()).isCloseTo(0.1, CLOSE);
    Interval interval = comparison.difference().get().interval(Effect.LEVEL);
    assertThat(interval.lower()).isCloseTo(0.1 - 1.959964 * 0.0430116, CLOSE);
    assertThat(interval.upper()).isCloseTo(0.1 + 1.959964 * 0.0430116, CLOSE);
    assertThat(comparison.lift().get().value()).isCloseTo(0.5, CLOSE);
    assertThat(comparison.lift().get().standardError()).isCloseTo(Math.sqrt(0.07125), CLOSE);
    assertThat(comparison.pValue().get()).isCloseTo(0.0209213, CLOSE);
    assertThat(conversion.verdict()).isEqualTo(Verdict.HIGHER);
    assertThat(conversion.withMultiplyExposed().control().value().get()).isEqualTo(40 / 220.0);
  }

  @Test
  void whatStatisticsFindsIsNotChanged() throws IOException {
    Comparison expected =
        Comparison.ofProportions(new Proportion(40, 200), new Proportion(60, 200));
    Comparison found =
        variant(assigned(scene().report(CATALOGUE.formatted(""))), "conversion").comparison();
    assertThat(found.control()).isEqualTo(expected.control());
    assertThat(found.variant()).isEqualTo(expected.variant());
    assertThat(found.pValue()).isEqualTo(expected.pValue());
    assertThat(found.lift().get().interval(Effect.LEVEL))
        .isEqualTo(expected.lift().get().interval(Effect.LEVEL));
    assertThat(found.difference().get().confidenceSequence(Effect.LEVEL, Effect.TUNED_AT))
        .isEqualTo(expected.difference().get().confidenceSequence(Effect.LEVEL, Effect.TUNED_AT));
  }

  @Test
  void aMeanIsReadOutAsComputedByHand() throws IOException {
    Comparison revenue =
        variant(assigned(scene().report(CATALOGUE.formatted(""))), "revenue").comparison();
    assertThat(revenue.difference().get().value()).isCloseTo(1, CLOSE);
    assertThat(revenue.difference().get().standardError())
        .isCloseTo(Math.sqrt(100 * (0.16 + 0.21) / 199), CLOSE);
  }

  @Test
  void holmIsOverPrimaryMetricsAndTheirDifferencesOwnPValues() throws IOException {
    PopulationReadout population = assigned(scene().report(CATALOGUE.formatted("")));
    double conversion = pOfDifference(population, "conversion");
    double revenue = pOfDifference(population, "revenue");
    assertThat(conversion).isLessThan(revenue);
    assertThat(adjusted(population, "conversion")).isCloseTo(2 * conversion, CLOSE);
    assertThat(adjusted(population, "revenue")).isCloseTo(Math.max(2 * conversion, revenue), CLOSE);
    assertThat(variant(population, "error_rate").adjustedPValue()).isEmpty();
    assertThat(variant(population, "orders").adjustedPValue()).isEmpty();
  }

  private static double pOfDifference(PopulationReadout population, String metric) {
    return variant(population, metric).comparison().difference().get().pValue();
  }

  private static double adjusted(PopulationReadout population, String metric) {
    return variant(population, metric).adjustedPValue().orElseThrow().get();
  }

  @Test
  void aGuardrailIsHurtByTheDifferenceAlsoWhereThereIsNoLift() throws IOException {
    VariantReadout errors =
        variant(assigned(scene().report(CATALOGUE.formatted(""))), "error_rate");
    assertThat(errors.comparison().lift().obstacle()).contains(Obstacle.NO_CONTROL_VALUE);
    assertThat(errors.guardrail().orElseThrow().get().isHurt()).isTrue();
    assertThat(errors.guardrail().orElseThrow().get().bound()).isBetween(0.0, 0.15);
  }

  @Test
  void metricsComeByTheirRoleThenInTheirOwnersOrder() throws IOException {
    List<MetricReadout> metrics = assigned(scene().report(CATALOGUE.formatted(""))).metrics();
    assertThat(metrics.subList(0, 4))
        .extracting(metric -> metric.role().tag() + " " + metric.metric().name())
        .containsExactly(
            "primary conversion",
            "primary revenue",
            "guardrail error_rate",
            "other visitors_with_error");
    assertThat(metrics).extracting(metric -> metric.metric().name()).doesNotHaveDuplicates();
  }

  @Test
  void greaterMeansAreCappedAtThePercentileOfAllVariantsTogether() throws IOException {
    Scene scene =
        new Scene(folder)
            .visitors(60, "control")
            .buyers(40, "control", "10")
            .visitors(60, "one_page")
            .buyers(39, "one_page", "10")
            .buyers(1, "one_page", "900");
    MetricReadout revenue =
        metric(assigned(scene.report(CATALOGUE.formatted("winsorized = 99"))), "revenue");
    assertThat(revenue.cap()).contains(capOf(10_000_000L));
    Moments capped = new Moments();
    for (int i = 0; i < 100; i++) {
      capped.add(i < 60 ? 0 : 10_000_000);
    }
    VariantReadout variant = revenue.variants().get(0);
    assertThat(variant.comparison().variant()).isEqualTo(ArmValue.ofMean(capped, 1_000_000));
    assertThat(variant.uncapped().orElseThrow().variant().value().get()).isEqualTo(12.9);
    assertThat(metric(assigned(scene.report(CATALOGUE.formatted(""))), "revenue").cap()).isEmpty();
  }

  /** The cap that a pool of this one value has: statistics alone make what can be estimated. */
  private static Estimable<Long> capOf(long value) {
    PooledValues pool = new PooledValues();
    pool.add(value);
    return pool.cap(100);
  }

  @Test
  void whatWasBeforeIsTakenOutOfMeansWhereThatIsWanted() throws IOException {
    Scene scene =
        new Scene(folder)
            .returning(30, "control", "5", "10")
            .returning(30, "control", "20", "25")
            .visitors(10, "control")
            .returning(20, "one_page", "5", "11")
            .returning(40, "one_page", "20", "26")
            .visitors(10, "one_page");
    VariantReadout revenue =
        variant(assigned(scene.report(CATALOGUE.formatted("cuped = true"))), "revenue");
    Effect adjusted = revenue.cuped().orElseThrow().get().difference().get();
    Effect unadjusted = revenue.comparison().difference().get();
    assertThat(adjusted.standardError()).isLessThan(unadjusted.standardError());
    assertThat(adjusted.value()).isLessThan(unadjusted.value());
    assertThat(variant(assigned(scene.report(CATALOGUE.formatted("cuped = true"))), "conversion"))
        .extracting(VariantReadout::cuped)
        .isEqualTo(Optional.empty());
    assertThat(
            variant(
                    assigned(scene.report(CATALOGUE.formatted("cuped = true, winsorized = 99"))),
                    "revenue")
                .cuped()
                .orElseThrow()
                .get()
                .difference()
                .get()
                .value())
        .isCloseTo(adjusted.value(), CLOSE);
  }

  @Test
  void whereNobodyWasThereBeforeThatIsSaid() throws IOException {
    VariantReadout revenue =
        variant(assigned(scene().report(CATALOGUE.formatted("cuped = true"))), "revenue");
    assertThat(revenue.cuped().orElseThrow().obstacle()).contains(Obstacle.NO_COVARIATE);
  }

  @Test
  void anExperimentThatIsNotInTheCatalogueIsReadOutWithANote() throws IOException {
    Report report = scene().report("");
    assertThat(report.experiments().get(0).experiment().note().orElseThrow())
        .startsWith("not in the catalogue: equal weights");
    assertThat(assigned(report).variants())
        .extracting(VariantVisitors::variant)
        .containsExactly("control", "ghost", "one_page");
    assertThat(assigned(report).isSplitWrong()).isTrue();
  }

  @Test
  void onlyWhatIsAskedForIsReadOutAndWhatHasNoVisitorsIsNamed() throws IOException {
    Scene scene = scene().at("outlet", "colour").visitors(5, "red").visitors(5, "blue");
    assertThat(ids(scene.report("", asked("colour", null)))).containsExactly("outlet colour");
    assertThat(ids(scene.report("", asked(null, "shop")))).containsExactly("shop checkout");
    assertThat(ids(scene.report(""))).containsExactly("outlet colour", "shop checkout");
    Report late =
        scene.report(
            CATALOGUE.formatted(""),
            new Asked(
                Set.of(),
                Optional.empty(),
                new Span(Instant.parse("2026-11-21T00:00:00Z").toEpochMilli(), Long.MAX_VALUE)));
    assertThat(late.experiments()).isEmpty();
    assertThat(late.withoutVisitors()).containsExactly("checkout");
  }

  private static Asked asked(String experiment, String site) {
    return new Asked(
        experiment == null ? Set.of() : Set.of(experiment), Optional.ofNullable(site), Span.ALL);
  }

  private static List<String> ids(Report report) {
    return report.experiments().stream()
        .map(readout -> readout.site() + " " + readout.experiment().id())
        .toList();
  }
}
