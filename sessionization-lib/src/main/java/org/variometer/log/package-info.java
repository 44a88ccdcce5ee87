/**
 * How far the log has come (spec §2): {@link org.variometer.log.LogProgress} says which instants of
 * arrival every partition has passed.
 */
package org.variometer.log;
