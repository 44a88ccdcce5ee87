package org.variometer.quickstart.generator;

/**
 * A beacon as the page sends it.
 *
 * @param idHigh half of the UUID that is its identity
 * @param idLow the other half
 * @param timestamp event time, ms since epoch
 * @param type its type
 * @param mentions what it says of experiments
 * @param purchase set for an order
 * @param happening set for some events
 * @param timings set where something was measured
 */
record PlannedBeacon(
    long idHigh,
    long idLow,
    long timestamp,
    BeaconType type,
    Mentions mentions,
    Purchase purchase,
    Happening happening,
    Timings timings) {

  PlannedBeacon at(long otherTimestamp) {
    return new PlannedBeacon(
        idHigh, idLow, otherTimestamp, type, mentions, purchase, happening, timings);
  }

  PlannedBeacon withMentions(Mentions other) {
    return new PlannedBeacon(idHigh, idLow, timestamp, type, other, purchase, happening, timings);
  }

  /** The number of its performance values that have to be ignored. */
  int ignoredPerformance() {
    return timings != null && timings.ignored() ? 1 : 0;
  }

  /**
   * The same identity and timestamp with facts that are higher in the order of §2 (type, visitor,
   * mentions, order, performance), so that this one stands and the other does not.
   */
  PlannedBeacon withHigherFacts() {
    return switch (type) {
      case ORDER ->
          new PlannedBeacon(
              idHigh,
              idLow,
              timestamp,
              type,
              mentions,
              new Purchase(
                  purchase.id(), purchase.micros() + 10_000, purchase.units(), purchase.form()),
              null,
              timings);
      case PAGE_VIEW, PERFORMANCE ->
          new PlannedBeacon(idHigh, idLow, timestamp, type, mentions, null, null, timings.slower());
      case ERROR -> withType(BeaconType.EVENT);
      case EVENT, CLICK -> withType(BeaconType.PAGE_VIEW);
    };
  }

  private PlannedBeacon withType(BeaconType other) {
    return new PlannedBeacon(
        idHigh, idLow, timestamp, other, mentions, purchase, happening, timings);
  }
}
