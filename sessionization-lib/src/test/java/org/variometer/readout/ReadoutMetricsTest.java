package org.variometer.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.CustomMetric.Measure;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;

/** What is compared between variants, and what a visitor's value of it is. */
class ReadoutMetricsTest {
  private static final MetricCatalog CATALOG =
      new MetricCatalog(
          List.of(
              new CustomMetric("search_visits", "search", Measure.VISITS),
              new CustomMetric("add_value", "add", Measure.SUM),
              new CustomMetric("adds", "add", Measure.COUNT)));

  private final ReadoutMetrics metrics = new ReadoutMetrics(CATALOG);

  /** One of each measure, a different one, in the order of {@link ReadoutMetrics#measures}. */
  private final long[] sums = new long[metrics.measures().length];

  @Test
  void eachMetricIsReadOutOfAVisitorsSums() {
    // 3 visits of 40 page views: 1 bounced, 2 with orders, 1 with errors.
    set(Counter.VISITS, 3);
    set(Counter.BOUNCES, 1);
    set(Counter.CONVERTED_VISITS, 2);
    set(Counter.VISIT_REVENUE, 70);
    set(Counter.ERROR_VISITS, 1);
    set(Counter.PAGE_VIEWS, 40);
    set(Counter.ERRORS, 6);
    set(Counter.ORDERS, 5);
    set(Counter.UNITS, 9);
    set(Counter.REVENUE, 80);
    set(CATALOG.customIds().get("adds"), 11);
    set(CATALOG.customIds().get("add_value"), 120);
    set(CATALOG.customIds().get("search_visits"), 2);
    assertThat(metrics.all())
        .extracting(
            metric ->
                String.join(
                    " ",
                    metric.name(),
                    metric.kind().toString(),
                    metric.value(sums) + "/" + metric.denominator(sums),
                    "of " + metric.unit(),
                    metric.hurts().map(Side::tag).orElse("?")))
        .containsExactly(
            "conversion PROPORTION 1/1 of 1 down",
            "visitors_with_error PROPORTION 1/1 of 1 up",
            "revenue MEAN 80/1 of 1000000 down",
            "orders MEAN 5/1 of 1 down",
            "units MEAN 9/1 of 1 down",
            "page_views MEAN 40/1 of 1 down",
            "visits MEAN 3/1 of 1 down",
            "aov RATIO 80/5 of 1000000 down",
            "conversion_rate RATIO 2/3 of 1 down",
            "revenue_per_visit RATIO 70/3 of 1000000 down",
            "bounce_rate RATIO 1/3 of 1 up",
            "site_error_rate RATIO 1/3 of 1 up",
            "error_rate RATIO 6/40 of 1 up",
            "add_value MEAN 120/1 of 1000000 ?",
            "adds MEAN 11/1 of 1 ?",
            "search_visits PROPORTION 1/1 of 1 ?");
  }

  private void set(Counter counter, long sum) {
    set(MeasureIds.of(counter), sum);
  }

  private void set(int measure, long sum) {
    int[] measures = metrics.measures();
    for (int i = 0; i < measures.length; i++) {
      if (measures[i] == measure) {
        sums[i] = sum;
      }
    }
  }

  @Test
  void whoHasNoneIsNoneOfTheProportion() {
    assertThat(metrics.named("conversion").orElseThrow().value(sums)).isZero();
    assertThat(metrics.named("converted")).isEmpty();
  }

  /** Or a name would stand for two. */
  @Test
  void noCustomMetricIsCalledLikeOneOfThese() {
    assertThat(new ReadoutMetrics(new MetricCatalog(List.of())).all())
        .allMatch(metric -> MetricCatalog.isReserved(metric.name()));
  }

  @Test
  void whatTwoSpansShareIsWithinBoth() {
    assertThat(new Span(1, 5).and(new Span(3, 9))).isEqualTo(new Span(3, 5));
    assertThat(new Span(1, 5).and(Span.ALL)).isEqualTo(new Span(1, 5));
    assertThat(new Span(1, 2).and(new Span(3, 9))).isEqualTo(new Span(3, 3));
    assertThatThrownBy(() -> new Span(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sidesHaveNames() {
    assertThat(Side.ofTag("up")).contains(Side.UP);
    assertThat(Side.ofTag("down")).contains(Side.DOWN);
    assertThat(Side.ofTag("UP")).isEmpty();
  }
}
