package org.variometer.local;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.variometer.json.Utf8;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.MetricValue;
import org.variometer.metric.Totals;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;
import org.variometer.series.Row;

/** What {@link LocalMetrics} found. */
public final class MetricsReport {
  private final Accounting accounting;
  private final SortedMap<String, Consumer<Consumer<Row>>> rowsByMetric =
      new TreeMap<>(Utf8::compare);

  MetricsReport(Accounting accounting, MetricCatalog catalog, Totals totals, VisitorSets visitors) {
    this.accounting = accounting;
    SortedMap<MetricKey, SortedMap<Integer, Counts>> hours = totals.byHour();
    SortedMap<MetricKey, SortedMap<Integer, Counts>> minutes = totals.byMinute();
    for (Metric metric : catalog.metrics()) {
      rowsByMetric.put(
          metric.name(),
          rows ->
              emit(
                  metric.name(),
                  metric::read,
                  Map.of(Granularity.HOUR, hours, Granularity.MINUTE, minutes),
                  rows));
    }
    rowsByMetric.put(
        MetricCatalog.UNIQUE_VISITORS,
        rows ->
            emit(
                MetricCatalog.UNIQUE_VISITORS,
                MetricValue::count,
                Map.of(
                    Granularity.DAY,
                    visitors.uniqueVisitors(Granularity.DAY),
                    Granularity.HOUR,
                    visitors.uniqueVisitors(Granularity.HOUR)),
                rows));
    rowsByMetric.put(
        MetricCatalog.MULTIPLE_EXPOSURE_VISITORS,
        rows ->
            emit(
                MetricCatalog.MULTIPLE_EXPOSURE_VISITORS,
                MetricValue::count,
                Map.of(Granularity.DAY, visitors.multiplyExposedVisitors()),
                rows));
  }

  /** Where every record went. */
  public Accounting accounting() {
    return accounting;
  }

  /** Gives all cells that are not 0, sorted by all columns but the value (spec §9). */
  public void rows(Consumer<Row> rows) {
    rowsByMetric.values().forEach(metric -> metric.accept(rows));
  }

  private static <T> void emit(
      String metric,
      Function<T, MetricValue> reader,
      Map<Granularity, SortedMap<MetricKey, SortedMap<Integer, T>>> buckets,
      Consumer<Row> rows) {
    SortedMap<MetricKey, Map<Granularity, SortedMap<Integer, T>>> byKey = new TreeMap<>();
    buckets.forEach(
        (granularity, keys) ->
            keys.forEach(
                (key, values) ->
                    byKey.computeIfAbsent(key, k -> new HashMap<>()).put(granularity, values)));
    byKey.forEach(
        (key, byGranularity) -> {
          for (Granularity granularity : Granularity.values()) {
            MetricSeries series = new MetricSeries(metric, key, Resolution.of(granularity));
            byGranularity
                .getOrDefault(granularity, new TreeMap<>())
                .forEach(
                    (bucket, cell) -> {
                      MetricValue value = reader.apply(cell);
                      if (value.isShown()) {
                        rows.accept(new Row(series, bucket * granularity.millis(), value));
                      }
                    });
          }
        });
  }
}
