package org.variometer.batch.landing;

/**
 * A record of the log as it was read.
 *
 * @param partition the partition of the log that it is from, null if it is from a file
 * @param timestamp its timestamp, ms since the epoch, -1 if it has none
 * @param key its key, empty if it has none
 * @param value its payload, empty if it has none
 */
public record LandedRecord(Integer partition, long timestamp, byte[] key, byte[] value) {}
