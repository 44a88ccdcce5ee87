package org.variometer.report;

import java.util.ArrayList;
import java.util.List;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.TreatedVisitor;

/** What the visitors of an arm have. A mutable accumulator for one thread. */
final class ArmTally {
  private final List<MetricTally> metrics = new ArrayList<>();
  private long visitors;

  ArmTally(Plan plan) {
    for (ReadoutMetric metric : plan.metrics()) {
      metrics.add(new MetricTally(metric, plan));
    }
  }

  void add(TreatedVisitor visitor) {
    visitors++;
    for (MetricTally metric : metrics) {
      metric.add(visitor);
    }
  }

  void addAll(ArmTally other) {
    visitors += other.visitors;
    for (int i = 0; i < metrics.size(); i++) {
      metrics.get(i).addAll(other.metrics.get(i));
    }
  }

  long visitors() {
    return visitors;
  }

  /** Of the plan's metric of this index. */
  MetricTally metric(int index) {
    return metrics.get(index);
  }
}
