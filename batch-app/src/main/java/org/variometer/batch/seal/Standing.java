package org.variometer.batch.seal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricCatalog;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;
import org.variometer.series.Stretch;

/** What stands in the database in buckets that a slot seals. */
final class Standing {
  private Standing() {}

  /**
   * Reads the cells of these metrics whose buckets end behind {@code before} and until {@code now},
   * ms since the epoch.
   *
   * @return their values, which are not 0
   */
  static Map<Cell, Double> read(KairosReader reader, MetricCatalog catalog, long before, long now)
      throws SinkException {
    Set<String> ours = new TreeSet<>();
    catalog.metrics().stream().map(Metric::name).forEach(ours::add);
    catalog.visitorMetrics().stream().map(Metric::name).forEach(ours::add);
    Map<Cell, Double> standing = new HashMap<>();
    long from = Math.max(before - Resolution.DAY.millis(), KairosReader.BEGIN);
    for (String metric : reader.metrics()) {
      if (ours.contains(metric)) {
        reader.read(
            metric,
            Optional.empty(),
            from,
            Math.min(now, KairosReader.END),
            stretch -> add(stretch, before, now, standing));
      }
    }
    return standing;
  }

  private static void add(Stretch stretch, long before, long now, Map<Cell, Double> standing) {
    if (!(stretch.series() instanceof MetricSeries series)
        || series.resolution() == Resolution.ROLLING) {
      return;
    }
    for (int i = 0; i < stretch.timestamps().length; i++) {
      long end = stretch.timestamps()[i] + series.resolution().millis();
      if (end > before && end <= now && stretch.values()[i] != 0) {
        standing.put(new Cell(series, stretch.timestamps()[i]), stretch.values()[i]);
      }
    }
  }
}
