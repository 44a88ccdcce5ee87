package org.variometer.rolling;

import org.variometer.metric.MetricKey;

/**
 * How many of a part of all visitors were seen in a window.
 *
 * @param metric what is counted
 * @param key for whom
 * @param epochMinute the end of the window, exclusive, minutes since the epoch
 * @param visitors how many; 0 only where there were some a minute before
 */
public record RollingCount(RollingMetric metric, MetricKey key, int epochMinute, long visitors) {}
