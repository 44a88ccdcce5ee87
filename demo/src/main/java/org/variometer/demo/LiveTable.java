package org.variometer.demo;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.Mention;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;

/** The metrics of each variant, as KairosDB gives them back: sums over the hours of the demo. */
final class LiveTable {
  private static final String PAGE_LOAD = "perf.page_load.p75";
  private static final String[] SUMS = {
    "visits", "bounces", "converted_visits", "orders", "revenue", "errors", "page_views"
  };

  private final KairosReader reader;
  private final long from;
  private final long to;

  /**
   * Reads hours from {@code from} to {@code to}, ms since the epoch.
   *
   * @param reader asks KairosDB
   */
  LiveTable(KairosReader reader, long from, long to) {
    this.reader = reader;
    this.from = from;
    this.to = to;
  }

  /** What stands there now, as lines of text; a header first. */
  String render() throws SinkException {
    Map<String, SortedMap<MetricKey, Double>> sums = new TreeMap<>();
    for (String metric : SUMS) {
      sums.put(metric, read(metric, true));
    }
    SortedMap<MetricKey, Double> pageLoad = read(PAGE_LOAD, false);
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-8s %-20s %-12s %8s %8s %8s %8s %12s %8s %10s%n",
                "site",
                "experiment",
                "variant",
                "visits",
                "bounce",
                "convert",
                "orders",
                "revenue",
                "errors",
                "load p75"));
    for (MetricKey key : sums.get("visits").keySet()) {
      double visits = value(sums, "visits", key);
      if (visits > 0) {
        table.append(
            String.format(
                Locale.ROOT,
                "%-8s %-20s %-12s %,8.0f %7.1f%% %7.1f%% %,8.0f %,12.2f %7.2f%% %7.0f ms%n",
                key.site(),
                key.population() == Population.ALL ? "(all visits)" : key.experiment(),
                key.population() == Population.ALL
                    ? ""
                    : key.variant().equals(Mention.MULTIPLE) ? "(several)" : key.variant(),
                visits,
                percent(value(sums, "bounces", key), visits),
                percent(value(sums, "converted_visits", key), visits),
                value(sums, "orders", key),
                value(sums, "revenue", key),
                percent(value(sums, "errors", key), value(sums, "page_views", key)),
                pageLoad.getOrDefault(key, 0.0)));
      }
    }
    return table.toString();
  }

  /** The sum over the hours, or the newest hour's value, by key; all and assigned visits. */
  private SortedMap<MetricKey, Double> read(String metric, boolean sum) throws SinkException {
    SortedMap<MetricKey, Double> values = new TreeMap<>();
    reader.read(
        metric,
        Optional.of(Resolution.HOUR),
        from,
        to,
        stretch -> {
          if (stretch.series() instanceof MetricSeries series
              && series.key().population() != Population.QUALIFIED) {
            for (double value : stretch.values()) {
              if (sum) {
                values.merge(series.key(), value, Double::sum);
              } else if (value != 0) {
                values.put(series.key(), value);
              }
            }
          }
        });
    return values;
  }

  private static double value(
      Map<String, SortedMap<MetricKey, Double>> sums, String metric, MetricKey key) {
    return sums.get(metric).getOrDefault(key, 0.0);
  }

  private static double percent(double part, double whole) {
    return whole == 0 ? 0 : 100 * part / whole;
  }
}
