package org.variometer.quickstart.generator;

import java.util.List;
import java.util.Locale;

/**
 * What can go wrong, or oddly, in the traffic. Each has a share in the settings and a count in the
 * truth; {@link #MIDNIGHT_VISIT} has a count alone, for it follows from the time that is covered.
 */
public enum Disturbance {
  /** A session of a robot, all its beacons marked: share of sessions. */
  BOTS,
  /** A second visit in a session, more than 35 min later: share of sessions. */
  SECOND_VISIT,
  /** A late beacon that joins what looked like two visits: share of sessions. */
  JOINED_VISITS,
  /** A pause of arrival of more than 35 min within a visit: share of sessions. */
  ARRIVAL_CUT,
  /** One to three beacons of a visit that arrive hours late: share of sessions. */
  LATE_BEACON,
  /** A duplicate that arrives hours late: share of sessions. */
  LATE_DUPLICATE,
  /** A pause of 35 min exactly, or 1 ms more, in event time and in arrival: share of sessions. */
  EXACT_GAP,
  /** A visit that mentions two variants of an experiment: share of sessions. */
  VARIANT_SWITCH_WITHIN_VISIT,
  /** A visitor's later visit that mentions another variant: share of sessions. */
  VARIANT_SWITCH_BETWEEN_VISITS,
  /** A session of more distinct beacons than are allowed: share of sessions. */
  QUARANTINE,
  /** The id of the session before, used on another site: share of sessions. */
  SHARED_SESSION_ID,
  /** A duplicate that arrives within a pause of arrival: share of such pauses. */
  BRIDGED_GAP,
  /** The first visit's order id again in the second: share of second visits. */
  REPEATED_ORDER_IN_LATER_VISIT,
  /** The order id again in the same visit: share of orders. */
  REPEATED_ORDER_IN_VISIT,
  /** A copy with the same content: share of beacons. */
  DUPLICATE_EXACT,
  /** A copy with other content: share of beacons. */
  DUPLICATE_OTHER_CONTENT,
  /** Of two with other content the one that arrives last stands: share of such duplicates. */
  DUPLICATE_LAST_STANDS,
  /** A beacon that arrives 1 to 60 s after it was sent: share of beacons. */
  DISORDER,
  /** A beacon without the collector's time: share of beacons. */
  NO_RECEIVED_AT,
  /** A performance value that is ignored: share of page views. */
  IGNORED_PERFORMANCE,
  /** Not one JSON object: share of beacons. */
  MALFORMED_JSON,
  /** A required field left out or blank: share of beacons. */
  MISSING_FIELD,
  /** A field of the wrong kind or out of range: share of beacons. */
  BAD_FIELD,
  /** An order in a currency without a rate: share of beacons. */
  UNKNOWN_CURRENCY,
  /** A client's clock more than 5 min ahead: share of beacons. */
  CLOCK_AHEAD,
  /** A beacon more than 72 h late: share of beacons. */
  TOO_LATE,
  /** A record of more than 256 KiB: share of beacons. */
  OVERSIZED,
  /** A visit with beacons on both sides of midnight UTC: no share. */
  MIDNIGHT_VISIT;

  /** Those that shape a whole session, of which a session has at most one. */
  static final List<Disturbance> SCENARIOS =
      List.of(
          BOTS,
          SECOND_VISIT,
          JOINED_VISITS,
          ARRIVAL_CUT,
          LATE_BEACON,
          LATE_DUPLICATE,
          EXACT_GAP,
          VARIANT_SWITCH_WITHIN_VISIT,
          VARIANT_SWITCH_BETWEEN_VISITS,
          QUARANTINE);

  /** Those that add a rejected record beside a beacon, of which a beacon has at most one. */
  static final List<Disturbance> FLAWS =
      List.of(
          MALFORMED_JSON,
          MISSING_FIELD,
          BAD_FIELD,
          UNKNOWN_CURRENCY,
          CLOCK_AHEAD,
          TOO_LATE,
          OVERSIZED);

  /** The key under {@code variometer.generate.shares}: lower case with hyphens. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in the truth: lower case with underscores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the settings hold a share for it. */
  public boolean hasShare() {
    return this != MIDNIGHT_VISIT;
  }
}
