package org.variometer.ledger;

import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;

/**
 * A bucket to which something was added.
 *
 * @param key for what it counts
 * @param granularity its width
 * @param start its first instant, ms since the epoch
 * @param before what it held, to be left alone
 * @param after what it holds, to be left alone
 */
public record ChangedBucket(
    MetricKey key, Granularity granularity, long start, Counts before, Counts after) {}
