package org.variometer.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.variometer.chaos.world.World;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.View;
import org.variometer.quickstart.comparison.CellComparison;
import org.variometer.quickstart.comparison.Cells;
import org.variometer.series.Cell;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;

/**
 * What stands in KairosDB beside what should.
 *
 * @param command what computes the cells as they should be
 * @param comparison of cells, with what was sent
 * @param accounting where all records of the topic went
 * @param wrong what the stream says otherwise of that, by the name of the series
 * @param copies records that are in Kafka more often than they were sent
 */
record Outcome(
    String command,
    CellComparison comparison,
    Accounting accounting,
    Map<String, String> wrong,
    long copies) {
  private static final int SHOWN = 10;
  private static final int THREADS = 2;

  /**
   * Compares when all is written.
   *
   * @param sealed whether the batch has sealed everything, or nothing
   * @param wholeFrom where the first bucket begins that the stream had whole, if it lost state: all
   *     before is the batch's to set right, and what was counted is what was counted since
   */
  static Outcome of(World world, boolean sealed, Optional<Instant> wholeFrom) throws IOException {
    VariometerConfig config = world.configBehindProxy();
    View view = sealed ? View.BATCH : View.STREAM;
    Path topic = world.dump();
    // What Kafka has twice counts twice, as a duplicate; cells are of what was sent.
    Accounting accounting =
        new LocalMetrics(config, view, THREADS)
            .run(List.of(new BeaconFile(topic.toString())), bytes -> {})
            .accounting();
    Map<Cell, Double> computed = Cells.computed(config, world.traffic().copy(), view);
    Map<Cell, Double> standing = Cells.standing(config);
    wholeFrom.ifPresent(
        from -> {
          computed.keySet().removeIf(cell -> cell.timestamp() < from.toEpochMilli());
          standing.keySet().removeIf(cell -> cell.timestamp() < from.toEpochMilli());
        });
    return new Outcome(
        sealed ? "metrics" : "metrics --as-stream",
        CellComparison.of(computed, standing),
        accounting,
        wholeFrom.isPresent() ? Map.of() : wrong(config, sealed ? "batch" : "stream", accounting),
        accounting.read() - world.traffic().sent());
  }

  private static Map<String, String> wrong(
      VariometerConfig config, String layer, Accounting accounting) throws IOException {
    Map<String, String> wrong = new HashMap<>();
    try (KairosReader reader = new KairosReader(config.kairos())) {
      for (Point point : accounting.points(config.region(), layer, 0)) {
        PipelineSeries series = (PipelineSeries) point.cell().series();
        double[] newest = {0};
        reader.read(
            series.name().substring("variometer.".length()),
            Optional.empty(),
            KairosReader.BEGIN,
            KairosReader.END,
            stretch -> {
              if (stretch.series().equals(series)) {
                newest[0] = stretch.values()[stretch.values().length - 1];
              }
            });
        if (newest[0] != point.value()) {
          wrong.put(series.name(), newest[0] + ", should be " + point.value());
        }
      }
    }
    return wrong;
  }

  /** Whether all is as it should be. */
  boolean isGood() {
    return comparison.computed() > 0 && comparison.differences().isEmpty() && wrong.isEmpty();
  }

  /** In words. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("accounting " + accounting.toJson());
    wrong.forEach((series, text) -> lines.add("           " + series + " is " + text));
    if (copies != 0) {
      lines.add("           Kafka has " + copies + " records twice that were sent once");
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "cells      %,d computed by %s, %,d in KairosDB, %,d different",
            comparison.computed(),
            command,
            comparison.standing(),
            comparison.differences().size()));
    comparison.differences().stream()
        .limit(SHOWN)
        .forEach(difference -> lines.add("           " + difference));
    return lines;
  }
}
