package org.variometer.session;

import org.variometer.beacon.BeaconRecord;

/** Joins known pieces and new records into one piece. */
final class PieceBuilder {
  private final long firstArrival;
  private final int maxBeacons;
  private final StandingBeacons standing;
  private Piece only;
  private long lastArrival;
  private long records;
  private boolean quarantined;

  /**
   * Begins a piece.
   *
   * @param firstArrival the arrival of its first record
   * @param maxBeacons the greatest number of beacons that it may have
   * @param expected how many beacons may come
   */
  PieceBuilder(long firstArrival, int maxBeacons, int expected) {
    this.standing = new StandingBeacons(Math.min(expected, maxBeacons));
    this.firstArrival = firstArrival;
    this.lastArrival = firstArrival;
    this.maxBeacons = maxBeacons;
  }

  long lastArrival() {
    return lastArrival;
  }

  void add(Piece piece) {
    only = records == 0 ? piece : null;
    lastArrival = Math.max(lastArrival, piece.lastArrival());
    records += piece.records();
    quarantined |= piece.isQuarantined();
    for (int i = 0; i < piece.size() && !quarantined; i++) {
      standing.add(piece.beacon(i));
      quarantined = standing.size() > maxBeacons;
    }
  }

  void add(BeaconRecord record) {
    only = null;
    lastArrival = Math.max(lastArrival, record.arrival());
    records++;
    if (!quarantined) {
      standing.add(record.beacon());
      quarantined = standing.size() > maxBeacons;
    }
  }

  Piece build() {
    if (only != null) {
      return only;
    }
    return quarantined
        ? Piece.quarantined(firstArrival, lastArrival, records)
        : new Piece(firstArrival, lastArrival, records, standing.inOrder());
  }
}
