/** What the monitor keeps: its state, its place, maintenance, the audit log. */
package org.variometer.monitor.record;
