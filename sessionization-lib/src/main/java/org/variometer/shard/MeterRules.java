package org.variometer.shard;

import org.variometer.metric.MetricCatalog;

/**
 * What holds for totals and rolling metrics.
 *
 * @param catalog all metrics
 * @param holdHours how many hours of the log a minute of event time is held at most (spec §5)
 * @param exactVisitors how many visitors a part counts exactly in rolling metrics; others are
 *     sketched
 * @param wholeFrom the first instant of arrival from which on the stream knows everything, ms since
 *     the epoch; {@link Long#MIN_VALUE} where it knows the log from its beginning. Buckets that
 *     could have begun earlier are never written
 */
public record MeterRules(
    MetricCatalog catalog, int holdHours, long exactVisitors, long wholeFrom) {}
