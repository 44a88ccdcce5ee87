package org.variometer.batch.seal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.variometer.batch.manifest.Manifest;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricCatalog;
import org.variometer.series.Cell;
import org.variometer.series.Resolution;
import org.variometer.series.SealedThrough;

/** What stands in the database in buckets that a slot seals. */
final class Standing {
  private Standing() {}

  /**
   * Reads the cells of these metrics that are to be written anew.
   *
   * @return their values, which are not 0
   */
  static Map<Cell, Double> read(
      KairosReader reader, MetricCatalog catalog, Manifest.Sealing sealing) throws SinkException {
    long before = sealing.writtenFrom();
    long now = sealing.through();
    Set<String> ours = new TreeSet<>();
    catalog.metrics().stream().map(Metric::name).forEach(ours::add);
    catalog.visitorMetrics().stream().map(Metric::name).forEach(ours::add);
    SealedThrough sealedBefore = new SealedThrough(before);
    SealedThrough sealedNow = new SealedThrough(now);
    Map<Cell, Double> standing = new HashMap<>();
    long from =
        Math.max(Math.max(before - Resolution.DAY.millis(), sealing.begin()), KairosReader.BEGIN);
    for (String metric : reader.metrics()) {
      if (ours.contains(metric)) {
        reader.read(
            metric,
            Optional.empty(),
            from,
            Math.min(now, KairosReader.END),
            stretch ->
                stretch.forEach(
                    (cell, value) -> {
                      if (value != 0
                          && cell.timestamp() >= sealing.begin()
                          && sealedNow.covers(cell)
                          && !sealedBefore.covers(cell)) {
                        standing.put(cell, value);
                      }
                    }));
      }
    }
    return standing;
  }
}
