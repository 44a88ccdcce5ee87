package org.variometer.quickstart.generator;

import java.util.List;

/**
 * A session, ready to be counted and written.
 *
 * @param site index of its site
 * @param sessionId its id
 * @param visitorId its visitor's id
 * @param quarantined whether it has more distinct beacons than are allowed
 * @param records all that is written of it, in order of arrival
 * @param tally the disturbances in it
 */
record PlannedSession(
    int site,
    String sessionId,
    String visitorId,
    boolean quarantined,
    List<PlannedRecord> records,
    Tally tally) {}
