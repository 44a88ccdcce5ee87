package org.variometer.report;

import java.util.List;
import org.variometer.catalogue.Experiment;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.ReadoutMetric.Kind;
import org.variometer.readout.ReadoutMetrics;

/**
 * What is to be gathered of an experiment's visitors.
 *
 * @param metrics the metrics, in the order of tallies
 * @param winsorized whether means are winsorised
 * @param cuped whether means are adjusted by what visitors did before
 */
record Plan(List<ReadoutMetric> metrics, boolean winsorized, boolean cuped) {
  /** Copies the list. */
  Plan {
    metrics = List.copyOf(metrics);
  }

  /** Of an experiment that nobody has described. */
  static Plan undescribed(ReadoutMetrics metrics) {
    return new Plan(metrics.all(), false, false);
  }

  static Plan of(Experiment experiment, ReadoutMetrics metrics) {
    return new Plan(metrics.all(), experiment.winsorized().isPresent(), experiment.cuped());
  }

  boolean winsorizes(ReadoutMetric metric) {
    return winsorized && metric.kind() == Kind.MEAN;
  }

  boolean adjusts(ReadoutMetric metric) {
    return cuped && metric.kind() == Kind.MEAN;
  }
}
