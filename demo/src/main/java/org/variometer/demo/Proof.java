package org.variometer.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.View;
import org.variometer.quickstart.comparison.Cells;
import org.variometer.quickstart.generator.Truth;
import org.variometer.series.Cell;
import org.variometer.stream.MicroBatch;

/**
 * That both layers are right: first the stream's numbers, before anything is sealed, then the
 * batch's, when everything is.
 */
final class Proof {
  private final VariometerConfig config;
  private final Path beacons;
  private final Truth truth;
  private final Path corrected;
  private Map<Cell, Double> ofStream = new HashMap<>();
  private Accounting counted;
  private long tooLate;

  /**
   * A proof to come.
   *
   * @param beacons the file of all records
   * @param truth what the generator knows of them
   * @param corrected the file to list in what the batch corrects
   */
  Proof(VariometerConfig config, Path beacons, Truth truth, Path corrected) {
    this.config = config;
    this.beacons = beacons;
    this.truth = truth;
    this.corrected = corrected;
  }

  /**
   * Judges what stands before anything is sealed, and keeps it.
   *
   * @param last the stream's last micro-batch
   */
  Verdict ofStream(MicroBatch last) throws IOException {
    ofStream = Cells.standing(config);
    counted = last.accounting();
    tooLate = last.gauges().lateContributions();
    Verdict verdict = new Verdict();
    verdict.compareCells(
        "metrics --as-stream", Cells.computed(config, beacons, View.STREAM), ofStream);
    verdict.compareAccounting("stream", truth.streamAccounting().byName(), counted);
    verdict.describeStream(truth, last);
    return verdict;
  }

  /**
   * Judges what stands when everything is sealed, after {@link #ofStream}.
   *
   * @param sum where all records went in the batch
   */
  Verdict ofBatch(Accounting sum) throws IOException {
    Map<Cell, Double> standing = Cells.standing(config);
    Verdict verdict = new Verdict();
    verdict.compareCells("metrics", Cells.computed(config, beacons, View.BATCH), standing);
    verdict.compareAccounting("batch", truth.batchAccounting().byName(), sum);
    Explanations explanations = Explanations.of(config, beacons);
    Corrections corrections =
        new Corrections(ofStream, standing, counted, sum, tooLate, explanations);
    corrections.writeTo(corrected);
    verdict.describeCorrections(truth, corrections, corrected);
    return verdict;
  }
}
