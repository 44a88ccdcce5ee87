/** What the monitor does: start the stream again, and tell people. */
package org.variometer.monitor.action;
