/** What the monitor keeps: its state, its place, maintenance, the audit log; by whose clock. */
package org.variometer.monitor.record;
