package org.variometer.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.quickstart.generator.Truth;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;
import org.variometer.stream.MicroBatch;

/** Whether what the stream wrote is what it should have written, cell by cell. */
final class Verdict {
  private static final int SHOWN = 10;

  /** So many records have everything in them. */
  private static final long ENOUGH = 100_000;

  private final List<String> lines = new ArrayList<>();
  private long differences;

  /**
   * Compares.
   *
   * @param beacons the file of all records
   * @param truth what the generator knows of them
   * @param last the stream's last micro-batch
   */
  Verdict(VariometerConfig config, Path beacons, Truth truth, MicroBatch last) throws IOException {
    compareCells(config, beacons);
    compareAccounting(truth.streamAccounting().byName(), last.accounting());
    describe(truth, last);
  }

  /** Whether there is no difference at all. */
  boolean isGood() {
    return differences == 0;
  }

  /** What was compared, and what was found, line by line. */
  List<String> lines() {
    return lines;
  }

  private void compareCells(VariometerConfig config, Path beacons) throws IOException {
    Map<Cell, Double> expected = new HashMap<>();
    MetricsReport report =
        new LocalMetrics(config, View.STREAM, 2)
            .run(List.of(new BeaconFile(beacons.toString())), bytes -> {});
    report.rows(
        row -> expected.put(new Cell(row.series(), row.timestamp()), row.value().asDouble()));
    long cells = expected.size();
    long[] found = {0};
    try (KairosReader reader = new KairosReader(config.kairos())) {
      reader.readAll(
          metric -> true,
          stretch -> {
            if (!(stretch.series() instanceof MetricSeries series)
                || series.resolution() == Resolution.ROLLING) {
              return;
            }
            for (int i = 0; i < stretch.timestamps().length; i++) {
              Cell cell = new Cell(series, stretch.timestamps()[i]);
              Double should = expected.remove(cell);
              double stands = stretch.values()[i];
              found[0] += stands == 0 ? 0 : 1;
              if (stands != (should == null ? 0 : should)) {
                differ(cell + ": KairosDB has " + stands + ", should be " + should);
              }
            }
          });
    }
    expected.forEach((cell, value) -> differ(cell + ": not in KairosDB, should be " + value));
    lines.add(
        0,
        String.format(
            Locale.ROOT,
            "cells      %,d computed by metrics --as-stream, %,d in KairosDB, %,d different",
            cells,
            found[0],
            differences));
  }

  private void compareAccounting(SortedMap<String, Long> truth, Accounting accounting) {
    lines.add("accounting " + accounting.toJson());
    if (!accounting.byName().equals(truth)) {
      differ("accounting: the stream has " + accounting.byName() + ", was sent " + truth);
    }
  }

  /** What makes a stream's life hard has to occur where there is enough traffic for it. */
  private void describe(Truth truth, MicroBatch last) {
    long cuts = last.sum().sessions().sessions() - truth.batchAccounting().sessions();
    long[] seen = {
      cuts,
      last.sum().joins(),
      last.gauges().cellsToZero(),
      last.sum().intake().late(),
      last.sum().freed()
    };
    lines.add(
        String.format(
            Locale.ROOT,
            "seen       %,d sessions cut by arrival, %,d visits joined by late beacons, %,d cells"
                + " fallen to 0, %,d late beacons, %,d pieces freed",
            seen[0],
            seen[1],
            seen[2],
            seen[3],
            seen[4]));
    if (truth.events() >= ENOUGH && LongStream.of(seen).anyMatch(count -> count == 0)) {
      differ("of all that was to be seen, something did not occur");
    }
  }

  private void differ(String difference) {
    differences++;
    if (differences <= SHOWN) {
      lines.add("           " + difference);
    }
  }
}
