package org.variometer.batch.seal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.variometer.batch.manifest.Manifest;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricCatalog;
import org.variometer.series.Cell;
import org.variometer.series.Resolution;

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
    Map<Cell, Double> standing = new HashMap<>();
    Set<String> known = Set.copyOf(reader.metrics());
    for (Metric metric : catalog.metrics()) {
      if (known.contains(metric.name())) {
        read(reader, metric, Resolution.MINUTE, sealing, standing);
        read(reader, metric, Resolution.HOUR, sealing, standing);
      }
    }
    for (Metric metric : catalog.visitorMetrics()) {
      if (known.contains(metric.name())) {
        read(reader, metric, Resolution.HOUR, sealing, standing);
        read(reader, metric, Resolution.DAY, sealing, standing);
      }
    }
    return standing;
  }

  private static void read(
      KairosReader reader,
      Metric metric,
      Resolution resolution,
      Manifest.Sealing sealing,
      Map<Cell, Double> standing)
      throws SinkException {
    // The first bucket that ends behind what was sealed before, to the last that ends with it now.
    long first = Math.max(sealing.writtenFrom(), KairosReader.BEGIN) - resolution.millis() + 1;
    reader.read(
        metric.name(),
        Optional.of(resolution),
        Math.max(Math.max(first, sealing.begin()), KairosReader.BEGIN),
        Math.min(sealing.through() - resolution.millis() + 1, KairosReader.END),
        stretch ->
            stretch.forEach(
                (cell, value) -> {
                  if (value != 0) {
                    standing.put(cell, value);
                  }
                }));
  }
}
