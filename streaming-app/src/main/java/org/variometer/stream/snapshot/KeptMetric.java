package org.variometer.stream.snapshot;

import org.variometer.beacon.CustomMetric;

/**
 * A custom metric in a state.
 *
 * @param metric its declaration
 * @param id its {@link org.variometer.metric.MeasureIds measure id} there
 */
public record KeptMetric(CustomMetric metric, int id) {}
