package org.variometer.stream;

/**
 * A record for the log.
 *
 * @param key the session's id as bytes, null if there is none
 * @param value the payload
 * @param arrival its timestamp, ms since the epoch
 */
record LogRecord(byte[] key, byte[] value, long arrival) {}
