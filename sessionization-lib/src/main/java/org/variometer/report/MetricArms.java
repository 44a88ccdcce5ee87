package org.variometer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.variometer.readout.ReadoutMetric;
import org.variometer.statistics.ArmValue;
import org.variometer.statistics.Comparison;
import org.variometer.statistics.CovariateMoments;
import org.variometer.statistics.Cuped;
import org.variometer.statistics.Estimable;
import org.variometer.statistics.Moments;
import org.variometer.statistics.PooledValues;
import org.variometer.statistics.Proportion;

/** One metric in all arms of an experiment, capped where all of them together say. */
final class MetricArms {
  private final ReadoutMetric metric;
  private final Map<String, MetricTally> tallies;
  private final Map<String, Moments> moments = new TreeMap<>();
  private final Optional<Estimable<Long>> cap;
  private final Map<String, CovariateMoments> covariates = new TreeMap<>();
  private final Optional<Estimable<Cuped>> cuped;

  /**
   * Of these arms.
   *
   * @param tallies by variant, the experiment's own ones
   * @param percentile that greater values are taken for
   */
  MetricArms(
      ReadoutMetric metric,
      Plan plan,
      Map<String, MetricTally> tallies,
      OptionalDouble percentile) {
    this.metric = metric;
    this.tallies = tallies;
    this.cap =
        plan.winsorizes(metric)
            ? Optional.of(cap(percentile.getAsDouble(), RetainedValues::addTo))
            : Optional.empty();
    long highest = highest(cap);
    tallies.forEach(
        (variant, tally) ->
            moments.put(
                variant,
                tally.retained().map(values -> values.capped(highest)).orElseGet(tally::moments)));
    if (plan.adjusts(metric)) {
      long highestBefore =
          highest(cap.map(c -> cap(percentile.getAsDouble(), RetainedValues::addBeforeTo)));
      tallies.forEach(
          (variant, tally) ->
              covariates.put(
                  variant,
                  tally
                      .retained()
                      .map(values -> values.capped(highest, highestBefore))
                      .orElseGet(tally::covariates)));
      cuped = Optional.of(Cuped.over(new ArrayList<>(covariates.values())));
    } else {
      cuped = Optional.empty();
    }
  }

  private static long highest(Optional<Estimable<Long>> cap) {
    return cap.flatMap(Estimable::figure).orElse(Long.MAX_VALUE);
  }

  /** Puts an arm's values into a pool. */
  @FunctionalInterface
  private interface Pouring {
    void pour(RetainedValues values, PooledValues pool);
  }

  private Estimable<Long> cap(double percentile, Pouring pouring) {
    PooledValues pool = new PooledValues();
    for (MetricTally tally : tallies.values()) {
      tally.retained().ifPresent(values -> pouring.pour(values, pool));
    }
    return pool.cap(percentile);
  }

  Optional<Estimable<Long>> cap() {
    return cap;
  }

  ArmValue value(String variant) {
    return switch (metric.kind()) {
      case PROPORTION -> ArmValue.ofProportion(Proportion.of(moments.get(variant)));
      case MEAN -> ArmValue.ofMean(moments.get(variant), metric.unit());
      case RATIO -> ArmValue.ofRatio(tallies.get(variant).pairs(), metric.unit());
    };
  }

  Comparison compare(String control, String variant) {
    return switch (metric.kind()) {
      case PROPORTION ->
          Comparison.ofProportions(
              Proportion.of(moments.get(control)), Proportion.of(moments.get(variant)));
      case MEAN -> Comparison.ofMeans(moments.get(control), moments.get(variant), metric.unit());
      case RATIO ->
          Comparison.ofRatios(
              tallies.get(control).pairs(), tallies.get(variant).pairs(), metric.unit());
    };
  }

  /** With values as they are, if {@link #compare} has them capped. */
  Optional<Comparison> uncapped(String control, String variant) {
    return cap.map(
        c ->
            Comparison.ofMeans(
                tallies.get(control).moments(), tallies.get(variant).moments(), metric.unit()));
  }

  /** Adjusted by what visitors did before, if that is wanted. */
  Optional<Estimable<Comparison>> cuped(String control, String variant) {
    return cuped.map(
        found ->
            found.map(
                by -> by.compare(covariates.get(control), covariates.get(variant), metric.unit())));
  }

  /** For a list of variants, their tallies of a metric. */
  static Map<String, MetricTally> tallies(
      List<String> variants, Map<String, ArmTally> arms, int metric) {
    Map<String, MetricTally> tallies = new TreeMap<>();
    variants.forEach(variant -> tallies.put(variant, arms.get(variant).metric(metric)));
    return tallies;
  }
}
