package org.variometer.beacon;

/**
 * An accepted record of the log.
 *
 * @param session the session that it belongs to
 * @param arrival when it arrived, ms since the epoch (spec §1)
 * @param beacon its facts
 * @param ignoredPerformance how many of its load times were no number or out of range
 */
public record BeaconRecord(SessionKey session, long arrival, Beacon beacon, int ignoredPerformance)
    implements Decoded {}
