package org.variometer.local;

import org.variometer.session.SessionRules;

/** Whose numbers to compute. */
public enum View {
  /** The batch's: sessions whole, with unique and exposed visitors per hour and day. */
  BATCH {
    @Override
    public SessionRules rules(int maxBeacons) {
      return SessionRules.batch(maxBeacons);
    }
  },
  /** The stream's: sessions cut by arrival, without the rolling metrics. */
  STREAM {
    @Override
    public SessionRules rules(int maxBeacons) {
      return SessionRules.stream(maxBeacons);
    }
  };

  /** How this view sees sessions. */
  public abstract SessionRules rules(int maxBeacons);
}
