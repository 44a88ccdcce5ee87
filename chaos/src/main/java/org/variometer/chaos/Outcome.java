package org.variometer.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.variometer.chaos.world.World;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.View;
import org.variometer.quickstart.comparison.CellComparison;
import org.variometer.quickstart.comparison.Cells;
import org.variometer.series.Cell;

/**
 * What stands in KairosDB beside what should.
 *
 * @param command what computes the cells as they should be
 * @param comparison of cells, with what was sent
 * @param accounting where all records of the topic went
 * @param wrong what the layer says otherwise of that
 * @param copies records that are in Kafka more often than they were sent
 */
record Outcome(
    String command,
    CellComparison comparison,
    Accounting accounting,
    List<String> wrong,
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
    Map<Cell, Double> computed = Cells.computed(config, world.sent(), view);
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
        wholeFrom.isPresent()
            ? List.of()
            : SaidAccounting.wrong(config, sealed ? "batch" : "stream", accounting),
        accounting.read() - world.traffic().sent());
  }

  /** Whether all is as it should be. */
  boolean isGood() {
    return comparison.computed() > 0 && comparison.differences().isEmpty() && wrong.isEmpty();
  }

  /** In words. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("accounting " + accounting.toJson());
    wrong.forEach(line -> lines.add("           " + line));
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
