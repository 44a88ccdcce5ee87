package org.variometer.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.variometer.local.Accounting;
import org.variometer.quickstart.comparison.CellComparison;
import org.variometer.quickstart.generator.Truth;
import org.variometer.series.Cell;
import org.variometer.stream.MicroBatch;

/** Whether what stands is what should stand, cell by cell; and what was to be seen besides. */
final class Verdict {
  private static final int SHOWN = 10;

  /** So many records have everything in them. */
  private static final long ENOUGH = 100_000;

  private final List<String> lines = new ArrayList<>();
  private long differences;

  /** Whether there is no difference at all. */
  boolean isGood() {
    return differences == 0;
  }

  /** What was compared, and what was found, line by line. */
  List<String> lines() {
    return lines;
  }

  /**
   * Compares cells; one that is not there is 0.
   *
   * @param command what computes them
   * @param computed as they should be
   * @param standing as they are in KairosDB
   */
  void compareCells(String command, Map<Cell, Double> computed, Map<Cell, Double> standing) {
    CellComparison comparison = CellComparison.of(computed, standing);
    lines.add(
        String.format(
            Locale.ROOT,
            "cells      %,d computed by %s, %,d in KairosDB, %,d different",
            comparison.computed(),
            command,
            comparison.standing(),
            comparison.differences().size()));
    comparison.differences().forEach(difference -> differ(difference.toString()));
  }

  /** Compares where all records went with where the generator knows that they went. */
  void compareAccounting(String layer, SortedMap<String, Long> truth, Accounting accounting) {
    lines.add("accounting " + accounting.toJson());
    if (!accounting.byName().equals(truth)) {
      differ("accounting: the " + layer + " has " + accounting.byName() + ", was sent " + truth);
    }
  }

  /** What makes a stream's life hard has to occur where there is enough traffic for it. */
  void describeStream(Truth truth, MicroBatch last) {
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

  /**
   * While it ran, the stream has to have let go of what the batch took over.
   *
   * @param slots how many slots ran beside it
   * @param left through where the stream's last micro-batch left all buckets to the batch
   * @param sealed through where the batch had sealed by then
   */
  void describeHandOver(int slots, Optional<Instant> left, Optional<Instant> sealed) {
    lines.add(
        String.format(
            Locale.ROOT,
            "handed     %,d slots ran beside the stream, which left %s to the batch",
            slots,
            left.map(instant -> "all that ends until " + instant).orElse("nothing")));
    if (!left.equals(sealed)) {
      differ("the batch sealed " + sealed.map(Instant::toString).orElse("nothing"));
    }
  }

  /**
   * What the batch corrected, of which each has to be explained; where there is enough traffic it
   * has to be something.
   *
   * @param list the file in which all of it is listed
   */
  void describeCorrections(Truth truth, Corrections corrections, Path list) {
    lines.addAll(corrections.lines());
    lines.add("listed     each of these cells, with both values and why: " + list);
    if (corrections.unexplained() > 0) {
      differ(
          String.format(
              Locale.ROOT,
              "the batch corrected %,d cells, and nothing explains why",
              corrections.unexplained()));
    }
    if (truth.events() >= ENOUGH && (corrections.corrected() == 0 || corrections.added() == 0)) {
      differ("of so much the batch should have corrected something, and added something");
    }
  }

  private void differ(String difference) {
    differences++;
    if (differences <= SHOWN) {
      lines.add("           " + difference);
    }
  }
}
