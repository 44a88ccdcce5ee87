package org.variometer.quickstart.generator;

import java.util.List;

/** Brings beacons to the collector: delays them, doubles them, puts broken ones beside them. */
final class Delivery {
  private static final long CALM_MS = 1_000;
  private static final long FASTEST_MS = 30;
  private static final long SLOWEST_MS = 2_000;
  private static final long MAX_DISORDER_MS = 58_000;
  private static final long MAX_DUPLICATE_MS = 60_000;
  private static final long CLOCK_LIMIT_MS = 5 * 60_000;
  private static final long LATE_LIMIT_MS = 72 * 3_600_000L;
  private static final long HOUR_MS = 3_600_000;

  private final Mentions silence;
  private final double disorder;
  private final double noReceivedAt;
  private final double exact;
  private final double other;
  private final double lastStands;
  private final double[] flaws;
  private final double flawed;

  Delivery(GeneratorSettings settings) {
    Shares shares = settings.shares();
    silence = Mentions.none(settings.experiments().size());
    disorder = shares.of(Disturbance.DISORDER);
    noReceivedAt = shares.of(Disturbance.NO_RECEIVED_AT);
    exact = shares.of(Disturbance.DUPLICATE_EXACT);
    other = shares.of(Disturbance.DUPLICATE_OTHER_CONTENT);
    lastStands = shares.of(Disturbance.DUPLICATE_LAST_STANDS);
    flaws = Disturbance.FLAWS.stream().mapToDouble(shares::of).toArray();
    double sum = 0;
    for (double flaw : flaws) {
      sum += flaw;
    }
    flawed = sum;
  }

  /** Adds all records that come of a leg. */
  void deliver(Dice dice, Leg leg, Scenario scenario, List<PlannedRecord> records, Tally tally) {
    for (PlannedBeacon beacon : leg.beacons()) {
      long arrival = beacon.timestamp() + leg.shift();
      if (scenario.robot()) {
        records.add(PlannedRecord.rejected(beacon, arrival + CALM_MS, Flaw.ROBOT));
      } else if (scenario.calm()) {
        records.add(PlannedRecord.standing(beacon, arrival + CALM_MS, true, leg.place()));
      } else {
        long taken = dice.between(FASTEST_MS, SLOWEST_MS);
        if (dice.chance(disorder)) {
          taken += dice.between(1_000, MAX_DISORDER_MS);
          tally.add(Disturbance.DISORDER);
        } else if (leg.shift() == 0 && dice.chance(noReceivedAt)) {
          taken = 0;
          tally.add(Disturbance.NO_RECEIVED_AT);
        }
        send(dice, beacon, arrival + taken, leg.place(), records, tally);
        if (dice.chance(flawed)) {
          records.add(flawed(dice, arrival + taken, tally));
        }
      }
    }
  }

  private void send(
      Dice dice,
      PlannedBeacon beacon,
      long arrival,
      Place place,
      List<PlannedRecord> records,
      Tally tally) {
    boolean receivedAt = arrival != beacon.timestamp();
    double roll = dice.nextDouble();
    if (roll < exact) {
      tally.add(Disturbance.DUPLICATE_EXACT);
      long again = dice.chance(0.5) ? arrival : arrival + dice.between(1, MAX_DUPLICATE_MS);
      boolean same = again == arrival;
      records.add(PlannedRecord.standing(beacon, arrival, receivedAt, place));
      records.add(PlannedRecord.duplicate(beacon, again, receivedAt || !same, place));
    } else if (roll < exact + other) {
      tally.add(Disturbance.DUPLICATE_OTHER_CONTENT);
      long again = arrival + dice.between(1, MAX_DUPLICATE_MS);
      PlannedBeacon copy = otherContent(dice, beacon);
      boolean lastOne = dice.chance(lastStands);
      if (lastOne) {
        tally.add(Disturbance.DUPLICATE_LAST_STANDS);
      }
      records.add(PlannedRecord.standing(beacon, lastOne ? again : arrival, true, place));
      records.add(PlannedRecord.duplicate(copy, lastOne ? arrival : again, true, place));
    } else {
      records.add(PlannedRecord.standing(beacon, arrival, receivedAt, place));
    }
  }

  /** A copy with the same identity that does not stand beside the original. */
  static PlannedBeacon otherContent(Dice dice, PlannedBeacon original) {
    return dice.chance(0.5)
        ? original.withHigherFacts().at(original.timestamp() + dice.between(0, 5_000))
        : original.withHigherFacts();
  }

  private PlannedRecord flawed(Dice dice, long near, Tally tally) {
    Disturbance kind = Disturbance.FLAWS.get(dice.weighted(flaws));
    tally.add(kind);
    List<Flaw> ways = Flaw.of(RejectionReason.valueOf(kind.name()));
    Flaw flaw = ways.get(dice.below(ways.size()));
    long arrival = near + dice.between(0, 1_000);
    // Half of the wrong clocks are wrong by the least that counts.
    long excess = dice.chance(0.5) ? 1 : dice.between(1, 24 * HOUR_MS);
    long timestamp =
        switch (flaw) {
          case AHEAD -> arrival + CLOCK_LIMIT_MS + excess;
          case BEHIND -> arrival - LATE_LIMIT_MS - excess;
          default -> arrival - dice.between(30, 300);
        };
    BeaconType type = flaw.type();
    Purchase purchase =
        type == BeaconType.ORDER ? new Purchase(1, 20_000_000, 1, Purchase.Form.TEXT) : null;
    PlannedBeacon beacon =
        new PlannedBeacon(
            Uuids.high(dice.nextLong()),
            Uuids.low(dice.nextLong()),
            timestamp,
            type,
            silence,
            purchase,
            null,
            null);
    return PlannedRecord.rejected(beacon, arrival, flaw);
  }
}
