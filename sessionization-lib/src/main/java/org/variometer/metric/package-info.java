/**
 * What visits add to metrics: populations and attribution (spec §3), contributions, totals,
 * histograms and derived values (spec §4). Front doors: {@link org.variometer.metric.Contributions}
 * for what a session's change adds and retracts, {@link org.variometer.metric.MetricCatalog} for
 * what totals mean.
 */
package org.variometer.metric;
