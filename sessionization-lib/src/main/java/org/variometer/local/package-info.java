/**
 * The library alone on one machine, without services: beacons out of files, metrics and accounting
 * as the batch or the stream would have them. Front door: {@link
 * org.variometer.local.LocalMetrics}.
 */
package org.variometer.local;
