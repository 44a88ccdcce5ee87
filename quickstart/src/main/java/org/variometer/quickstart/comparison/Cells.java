package org.variometer.quickstart.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;

/** All cells but those of rolling metrics, as they should be and as they are. */
public final class Cells {
  private static final int THREADS = 2;

  private Cells() {}

  /** What the library computes of a file of beacons. */
  public static Map<Cell, Double> computed(VariometerConfig config, Path beacons, View view)
      throws IOException {
    Map<Cell, Double> cells = new HashMap<>();
    MetricsReport report =
        new LocalMetrics(config, view, THREADS)
            .run(List.of(new BeaconFile(beacons.toString())), bytes -> {});
    report.rows(row -> cells.put(new Cell(row.series(), row.timestamp()), row.value().asDouble()));
    return cells;
  }

  /** What stands in KairosDB, 0 included. */
  public static Map<Cell, Double> standing(VariometerConfig config) throws SinkException {
    Map<Cell, Double> cells = new HashMap<>();
    try (KairosReader reader = new KairosReader(config.kairos())) {
      reader.readAll(
          metric -> true,
          stretch -> {
            if (stretch.series() instanceof MetricSeries series
                && series.resolution() != Resolution.ROLLING) {
              stretch.forEach(cells::put);
            }
          });
    }
    return cells;
  }
}
