/**
 * The monitor: looks at the stream and the batch from outside, tells people what is wrong, and
 * starts the stream again. Front door: {@link org.variometer.monitor.MonitorApp}. What it decides
 * is in {@code rule}, apart from how it sees ({@code probe}), acts ({@code action}) and remembers
 * ({@code record}).
 */
package org.variometer.monitor;
