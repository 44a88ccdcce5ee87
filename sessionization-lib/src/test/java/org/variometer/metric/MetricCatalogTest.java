package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.CustomMetric.Measure;
import org.variometer.beacon.PerformanceName;

/** Which metrics there are, and what each reads out of counts (spec §4). */
class MetricCatalogTest {
  private static final MetricCatalog BUILT_IN = new MetricCatalog(List.of());

  @Test
  void theBuiltInMetricsAreThoseOfTheSpec() {
    assertThat(BUILT_IN.metrics().stream().filter(m -> !m.derived()).map(Metric::name))
        .containsExactly(
            "bounces",
            "converted_visits",
            "error_visits",
            "errors",
            "orders",
            "page_views",
            "perf.dom_interactive.count",
            "perf.inp.count",
            "perf.lcp.count",
            "perf.page_load.count",
            "perf.ttfb.count",
            "revenue",
            "units",
            "visit_revenue",
            "visits");
  }

  @Test
  void theDerivedMetricsAreThoseOfTheSpec() {
    assertThat(
            BUILT_IN.metrics().stream()
                .filter(Metric::derived)
                .map(Metric::name)
                .filter(name -> !name.startsWith("perf.")))
        .containsExactly(
            "aov",
            "bounce_rate",
            "conversion_rate",
            "error_rate",
            "revenue_per_visit",
            "site_error_rate");
    assertThat(
            BUILT_IN.metrics().stream()
                .filter(Metric::derived)
                .map(Metric::name)
                .filter(name -> name.startsWith("perf.lcp.")))
        .containsExactly("perf.lcp.p50", "perf.lcp.p75", "perf.lcp.p95", "perf.lcp.p99");
    assertThat(BUILT_IN.metrics()).hasSize(10 + 6 + 5 * 5);
  }

  /** With 7 visits, 2 bounces, and so on; amounts in micros. */
  @ParameterizedTest
  @CsvSource({
    "visits, 7",
    "bounces, 2",
    "converted_visits, 3",
    "visit_revenue, 41.5",
    "error_visits, 1",
    "page_views, 20",
    "errors, 5",
    "orders, 4",
    "units, 9",
    "revenue, 42.000001",
    "bounce_rate, 0.2857142857142857",
    "conversion_rate, 0.42857142857142855",
    "site_error_rate, 0.14285714285714285",
    "revenue_per_visit, 5.928571428571429",
    "error_rate, 0.25",
    "aov, 10.50000025",
    "perf.lcp.count, 3",
    "perf.lcp.p50, 301.9134365218749",
    "perf.lcp.p99, 301.9134365218749",
    "perf.inp.count, 0",
    "perf.inp.p50, 0"
  })
  void aMetricIsReadOutOfCounts(String metric, String value) {
    Counts counts = new Counts();
    counts.add(MeasureIds.of(Counter.VISITS), 7);
    counts.add(MeasureIds.of(Counter.BOUNCES), 2);
    counts.add(MeasureIds.of(Counter.CONVERTED_VISITS), 3);
    counts.add(MeasureIds.of(Counter.VISIT_REVENUE), 41_500_000);
    counts.add(MeasureIds.of(Counter.ERROR_VISITS), 1);
    counts.add(MeasureIds.of(Counter.PAGE_VIEWS), 20);
    counts.add(MeasureIds.of(Counter.ERRORS), 5);
    counts.add(MeasureIds.of(Counter.ORDERS), 4);
    counts.add(MeasureIds.of(Counter.UNITS), 9);
    counts.add(MeasureIds.of(Counter.REVENUE), 42_000_001);
    counts.add(MeasureIds.ofBucket(PerformanceName.LCP, LogBuckets.slotOf(300)), 2);
    counts.add(MeasureIds.ofBucket(PerformanceName.LCP, LogBuckets.slotOf(5000)), 1);

    assertThat(metric(BUILT_IN, metric).read(counts)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bounce_rate", "revenue_per_visit", "error_rate", "aov", "perf.lcp.p50"})
  void aDerivedMetricOverNothingIsAbsent(String metric) {
    assertThat(metric(BUILT_IN, metric).read(new Counts())).isSameAs(MetricValue.ABSENT);
  }

  @Test
  void customMetricsAreReadAsCountsOrAmounts() {
    MetricCatalog catalog =
        new MetricCatalog(
            List.of(
                new CustomMetric("adds", "add", Measure.COUNT),
                new CustomMetric("add_value", "add", Measure.SUM),
                new CustomMetric("search_visits", "search", Measure.VISITS)));
    Counts counts = new Counts();
    counts.add(MeasureIds.ofCustom(0), 3);
    counts.add(MeasureIds.ofCustom(1), -2_500_000);
    counts.add(MeasureIds.ofCustom(2), 1);

    assertThat(metric(catalog, "adds").read(counts)).hasToString("3");
    assertThat(metric(catalog, "add_value").read(counts)).hasToString("-2.5");
    assertThat(metric(catalog, "search_visits").read(counts)).hasToString("1");
    assertThat(catalog.metrics().stream().map(Metric::name)).isSorted().contains("visits");
    assertThat(catalog.idOf(new CustomMetric("adds", "add", Measure.COUNT)))
        .hasValue(MeasureIds.ofCustom(0));
    assertThat(catalog.idOf(new CustomMetric("adds", "add", Measure.SUM))).isEmpty();
    assertThat(catalog.idOf(new CustomMetric("adds", "other", Measure.COUNT))).isEmpty();
  }

  @Test
  void everyBuiltInNameIsReserved() {
    assertThat(BUILT_IN.metrics()).allMatch(metric -> MetricCatalog.isReserved(metric.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "unique_visitors, true",
    "multiple_exposure_visitors, true",
    "conversion, true",
    "visitors_with_error, true",
    "perf, true",
    "pipeline, true",
    "visits, true",
    "visit, false",
    "perf_lcp, false",
    "adds, false"
  })
  void aCustomMetricMayNotBeCalledLikeABuiltInOne(String name, boolean reserved) {
    assertThat(MetricCatalog.isReserved(name)).isEqualTo(reserved);
  }

  @ParameterizedTest
  @CsvSource({
    "a, true",
    "add_2_cart, true",
    "'', false",
    "A, false",
    "2a, false",
    "_a, false",
    "a-b, false",
    "a.b, false",
    "ä, false",
    "ı, false"
  })
  void aCustomMetricsNameIsOfSmallLettersDigitsAndUnderscores(String name, boolean good) {
    assertThat(CustomMetric.NAME.matcher(name).matches()).isEqualTo(good);
  }

  @Test
  void aCustomMetricsNameHasUpTo64Characters() {
    assertThat(CustomMetric.NAME.matcher("a".repeat(64)).matches()).isTrue();
    assertThat(CustomMetric.NAME.matcher("a".repeat(65)).matches()).isFalse();
    assertThat(CustomMetric.NAME.matcher("a\n").matches()).isFalse();
  }

  @Test
  void everythingThatIsAddedUpHasANumberOfItsOwn() {
    Set<Integer> ids = new HashSet<>();
    for (Counter counter : Counter.values()) {
      assertThat(ids.add(MeasureIds.of(counter))).isTrue();
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(ids.add(MeasureIds.ofCustom(i))).isTrue();
    }
    for (PerformanceName name : PerformanceName.values()) {
      for (int slot = 0; slot < LogBuckets.SLOTS; slot++) {
        int id = MeasureIds.ofBucket(name, slot);
        assertThat(ids.add(id)).isTrue();
        assertThat(MeasureIds.slot(id, name)).isEqualTo(slot);
      }
    }
  }

  private static Metric metric(MetricCatalog catalog, String name) {
    return catalog.metrics().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }
}
