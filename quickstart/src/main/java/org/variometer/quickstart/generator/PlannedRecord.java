package org.variometer.quickstart.generator;

/**
 * A beacon on its way into the log.
 *
 * @param beacon what was sent
 * @param arrival the collector's time, ms since epoch
 * @param receivedAt whether the beacon says when it arrived; if not, its timestamp is its arrival
 * @param place where it belongs
 * @param standsInBatch whether, of the records with its identity in the session, it stands
 * @param standsInStream the same in its piece
 * @param flaw why it must be rejected; null: it must be accepted
 */
record PlannedRecord(
    PlannedBeacon beacon,
    long arrival,
    boolean receivedAt,
    Place place,
    boolean standsInBatch,
    boolean standsInStream,
    Flaw flaw) {

  static PlannedRecord standing(
      PlannedBeacon beacon, long arrival, boolean receivedAt, Place place) {
    return new PlannedRecord(beacon, arrival, receivedAt, place, true, true, null);
  }

  /** A copy in the same piece as the one that stands. */
  static PlannedRecord duplicate(
      PlannedBeacon beacon, long arrival, boolean receivedAt, Place place) {
    return new PlannedRecord(beacon, arrival, receivedAt, place, false, false, null);
  }

  /** A copy in a piece of its own, where nobody knows of the one that stands. */
  static PlannedRecord lonelyDuplicate(PlannedBeacon beacon, long arrival, Place place) {
    return new PlannedRecord(beacon, arrival, true, place, false, true, null);
  }

  static PlannedRecord rejected(PlannedBeacon beacon, long arrival, Flaw flaw) {
    return new PlannedRecord(beacon, arrival, true, Place.ONLY, false, false, flaw);
  }
}
