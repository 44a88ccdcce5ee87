package org.variometer.batch.seal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricCatalog;
import org.variometer.series.Cell;
import org.variometer.series.Resolution;
import org.variometer.series.SealedThrough;
import org.variometer.store.manifest.Manifest;

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
    long before = new SealedThrough(sealing.writtenFrom()).firstStart(resolution);
    long now = new SealedThrough(sealing.through()).firstStart(resolution);
    reader.readStanding(
        metric.name(), resolution, Math.max(before, sealing.begin()), now, standing);
  }
}
