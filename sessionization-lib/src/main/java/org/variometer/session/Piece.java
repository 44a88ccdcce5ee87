package org.variometer.session;

import org.variometer.beacon.Beacon;

/**
 * A run of a session's records without a cut in arrival: a session of its own (spec §2). Immutable.
 * Which records arrived between the first and the last does not matter, so only these two and their
 * number are kept beside the standing beacons.
 */
public final class Piece {
  private static final Beacon[] NO_BEACONS = {};

  private final long firstArrival;
  private final long lastArrival;
  private final long records;
  private final Beacon[] beacons;

  /** Takes over {@code beacons}: standing, distinct, in order; empty for a quarantined piece. */
  Piece(long firstArrival, long lastArrival, long records, Beacon[] beacons) {
    this.firstArrival = firstArrival;
    this.lastArrival = lastArrival;
    this.records = records;
    this.beacons = beacons;
  }

  /** What is left of a piece of too many beacons. */
  static Piece quarantined(long firstArrival, long lastArrival, long records) {
    return new Piece(firstArrival, lastArrival, records, NO_BEACONS);
  }

  /** Arrival of the earliest record, ms since the epoch. */
  public long firstArrival() {
    return firstArrival;
  }

  /** Arrival of the latest record, ms since the epoch. */
  public long lastArrival() {
    return lastArrival;
  }

  /** The number of accepted records, duplicates included. */
  public long records() {
    return records;
  }

  /** Whether the piece had too many beacons: it counts nowhere and holds none of them. */
  public boolean isQuarantined() {
    return beacons.length == 0;
  }

  /** The number of standing beacons. */
  public int size() {
    return beacons.length;
  }

  /** The standing beacon at {@code index}, in the session's order. */
  public Beacon beacon(int index) {
    return beacons[index];
  }

  /** The standing beacons themselves; for readers in this package that leave them alone. */
  Beacon[] beacons() {
    return beacons;
  }
}
