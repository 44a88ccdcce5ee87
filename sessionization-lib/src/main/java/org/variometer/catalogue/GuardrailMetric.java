package org.variometer.catalogue;

import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.Side;

/**
 * A metric that an experiment must not make worse.
 *
 * @param metric the metric
 * @param hurts the side that hurts
 */
public record GuardrailMetric(ReadoutMetric metric, Side hurts) {}
