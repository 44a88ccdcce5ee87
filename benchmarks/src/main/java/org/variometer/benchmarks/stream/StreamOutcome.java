package org.variometer.benchmarks.stream;

/**
 * What the stream says at its end, counted by itself.
 *
 * @param read records read
 * @param used beacons that stand
 * @param duplicate records whose beacon stands already
 */
record StreamOutcome(long read, long used, long duplicate) {}
