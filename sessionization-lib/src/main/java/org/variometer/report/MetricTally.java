package org.variometer.report;

import java.util.Optional;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.ReadoutMetric.Kind;
import org.variometer.readout.TreatedVisitor;
import org.variometer.statistics.CovariateMoments;
import org.variometer.statistics.Moments;
import org.variometer.statistics.PairMoments;

/** What an arm's visitors have of one metric. A mutable accumulator for one thread. */
final class MetricTally {
  private final ReadoutMetric metric;
  private final boolean adjusted;
  private final Moments moments = new Moments();
  private final PairMoments pairs = new PairMoments();
  private final CovariateMoments covariates = new CovariateMoments();

  /** Null where nothing is winsorised. */
  private final RetainedValues retained;

  MetricTally(ReadoutMetric metric, Plan plan) {
    this.metric = metric;
    this.adjusted = plan.adjusts(metric);
    this.retained = plan.winsorizes(metric) ? new RetainedValues() : null;
  }

  void add(TreatedVisitor visitor) {
    long value = metric.value(visitor.sums());
    if (metric.kind() == Kind.RATIO) {
      pairs.add(value, metric.denominator(visitor.sums()));
      return;
    }
    moments.add(value);
    if (adjusted && visitor.before().isPresent()) {
      long before = metric.value(visitor.before().get());
      if (retained == null) {
        covariates.add(value, before);
      } else {
        retained.add(value, before);
      }
    } else if (retained != null) {
      retained.add(value);
    } else if (adjusted) {
      covariates.add(value);
    }
  }

  void addAll(MetricTally other) {
    moments.addAll(other.moments);
    pairs.addAll(other.pairs);
    covariates.addAll(other.covariates);
    if (retained != null) {
      retained.addAll(other.retained);
    }
  }

  /** Of a proportion or mean. */
  Moments moments() {
    return moments;
  }

  /** Of a ratio. */
  PairMoments pairs() {
    return pairs;
  }

  /** Of a mean that is adjusted and not winsorised. */
  CovariateMoments covariates() {
    return covariates;
  }

  /** Of a mean that is winsorised. */
  Optional<RetainedValues> retained() {
    return Optional.ofNullable(retained);
  }
}
