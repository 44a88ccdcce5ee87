package org.variometer.batch;

/**
 * A record as a line of a file.
 *
 * @param arrival when it arrived, ms since the epoch
 * @param text the line
 */
record Line(long arrival, String text) {}
