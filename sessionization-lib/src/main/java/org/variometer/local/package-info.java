/**
 * The library alone on one machine, without services: beacons out of files, metrics and accounting
 * as the batch or the stream would have them, or visitors. Front doors: {@link
 * org.variometer.local.LocalMetrics}, {@link org.variometer.local.LocalVisitors}.
 */
package org.variometer.local;
