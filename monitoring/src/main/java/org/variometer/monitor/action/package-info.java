/** What the monitor does: start the stream again, tell people, and give signs of life. */
package org.variometer.monitor.action;
