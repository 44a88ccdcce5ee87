/**
 * What the monitor makes of what it sees: what is wrong, whom to tell, and whether to start the
 * stream again. Pure: what was seen and when comes in, what is to be done goes out.
 */
package org.variometer.monitor.rule;
