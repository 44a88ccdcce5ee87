/**
 * Looks at what the monitor watches, each with its own time limit. Front door: {@link
 * org.variometer.monitor.probe.Probes}.
 */
package org.variometer.monitor.probe;
