/** What the monitor keeps: its state, its place, maintenance, the audit log, its own heartbeat. */
package org.variometer.monitor.record;
