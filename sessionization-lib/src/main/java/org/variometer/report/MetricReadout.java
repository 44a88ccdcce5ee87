package org.variometer.report;

import java.util.List;
import java.util.Optional;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.Side;
import org.variometer.statistics.ArmValue;
import org.variometer.statistics.Estimable;

/**
 * What the variants do to one metric.
 *
 * @param metric the metric
 * @param role what it is to the experiment
 * @param hurts the side that hurts, if that is known
 * @param cap what greater values were taken for, in the metric's integers (micros for amounts), if
 *     values are winsorised
 * @param control the metric in the control
 * @param variants the others against it, in their owner's order
 */
public record MetricReadout(
    ReadoutMetric metric,
    Role role,
    Optional<Side> hurts,
    Optional<Estimable<Long>> cap,
    ArmValue control,
    List<VariantReadout> variants) {
  /** Copies the list. */
  public MetricReadout {
    variants = List.copyOf(variants);
  }
}
