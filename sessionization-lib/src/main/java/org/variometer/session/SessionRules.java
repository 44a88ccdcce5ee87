package org.variometer.session;

import java.time.Duration;

/**
 * What cuts a session's records, by arrival, into sessions of their own, what ends a visit, and
 * when a session is too much.
 *
 * @param cut the greatest gap between the arrivals of two neighbours in one session, ms
 * @param visitGap the greatest gap between two neighbours in one visit, ms of event time
 * @param maxBeacons the greatest number of distinct beacons; a session of more is quarantined
 */
public record SessionRules(long cut, long visitGap, int maxBeacons) {
  /** Inactivity that ends a visit, and a piece in the stream. */
  public static final Duration INACTIVITY = Duration.ofMinutes(35);

  /** What the batch remembers. */
  public static final Duration BATCH_MEMORY = Duration.ofDays(3).plusMinutes(40);

  /** How the stream sees sessions: a piece ends with 35 minutes without an arrival. */
  public static SessionRules stream(int maxBeacons) {
    return new SessionRules(INACTIVITY.toMillis(), INACTIVITY.toMillis(), maxBeacons);
  }

  /** How the batch sees sessions: whole, within its memory. */
  public static SessionRules batch(int maxBeacons) {
    return new SessionRules(BATCH_MEMORY.toMillis(), INACTIVITY.toMillis(), maxBeacons);
  }
}
