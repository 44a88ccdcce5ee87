package org.variometer.series;

/**
 * Neighbouring points of one series, in the order of time. The arrays belong to whoever is given
 * them.
 *
 * @param series the series
 * @param timestamps ms since the epoch, ascending
 * @param values the value at each timestamp
 */
public record Stretch(Series series, long[] timestamps, double[] values) {}
