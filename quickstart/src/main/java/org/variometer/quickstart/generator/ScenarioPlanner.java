package org.variometer.quickstart.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * Plans what happens to a session as a whole, and with it which visit and which piece each beacon
 * belongs to. Pauses that separate are at least 38 min and such that do not at most 33 min: 35 min
 * with room for beacons that take up to 60 s and duplicates that come up to 60 s later.
 */
final class ScenarioPlanner {
  private static final long MINUTE = 60_000;
  private static final long SEPARATE = 38 * MINUTE;
  private static final long LIMIT = 35 * MINUTE;

  /** Twice what does not separate: a beacon in the middle makes one of two. */
  private static final long BRIDGEABLE = 66 * MINUTE;

  private static final long LONGEST_PAUSE = 150 * MINUTE;
  private static final long LONGEST_CUT = 90 * MINUTE;
  private static final long LONGEST_BRIDGED_CUT = 58 * MINUTE;
  private static final long LONGEST_DELAY = (72 * 60 - 5) * MINUTE;

  private final GeneratorSettings settings;
  private final VisitPlanner visits;
  private final Crowd crowd;
  private final VariantSwitches switches;
  private final double[] weights;

  ScenarioPlanner(GeneratorSettings settings) {
    this.settings = settings;
    visits = new VisitPlanner(settings);
    crowd = new Crowd(settings);
    switches = new VariantSwitches(settings.experiments());
    weights = new double[Disturbance.SCENARIOS.size() + 1];
    double plain = 1;
    for (int i = 0; i < Disturbance.SCENARIOS.size(); i++) {
      weights[i] = settings.shares().of(Disturbance.SCENARIOS.get(i));
      plain -= weights[i];
    }
    weights[Disturbance.SCENARIOS.size()] = Math.max(plain, 0);
  }

  /** One scenario of a guest who comes at {@code start}. */
  Scenario plan(Dice dice, Guest guest, long start, Tally tally) {
    int index = dice.weighted(weights);
    if (index == Disturbance.SCENARIOS.size()) {
      return plain(dice, guest, start, tally);
    }
    Disturbance kind = Disturbance.SCENARIOS.get(index);
    // What happens in a plan that is dropped must not be counted.
    Tally own = new Tally();
    Scenario scenario =
        switch (kind) {
          case BOTS -> plain(dice, guest, start, new Tally()).asRobot();
          case SECOND_VISIT -> secondVisit(dice, guest, guest, start, own);
          case JOINED_VISITS -> joined(dice, guest, start, own);
          case ARRIVAL_CUT -> cut(dice, guest, start, own);
          case LATE_BEACON -> late(dice, guest, start, own);
          case LATE_DUPLICATE -> lateDuplicate(dice, guest, start, own);
          case EXACT_GAP -> exactGap(dice, guest, start, own);
          case VARIANT_SWITCH_WITHIN_VISIT -> switchWithin(dice, guest, start, own);
          case VARIANT_SWITCH_BETWEEN_VISITS -> switchBetween(dice, guest, start, own);
          default -> crowd.plan(dice, guest, start);
        };
    if (scenario == null) {
      return plain(dice, guest, start, tally);
    }
    tally.add(own);
    tally.add(kind);
    return scenario;
  }

  /** A visit of exactly {@code size} records, to which nothing happens. */
  Scenario filler(Dice dice, Guest guest, long start, int size) {
    return crowd.fill(dice, guest, start, size);
  }

  private Scenario plain(Dice dice, Guest guest, long start, Tally tally) {
    return Scenario.of(
        new Leg(visits.plan(dice, guest, start, VisitPlanner.Need.ANY, tally), 0, Place.ONLY));
  }

  private List<PlannedBeacon> roomy(Dice dice, Guest guest, long start, Tally tally) {
    return visits.plan(dice, guest, start, VisitPlanner.Need.ROOMY, tally);
  }

  private Scenario secondVisit(Dice dice, Guest guest, Guest later, long start, Tally tally) {
    boolean again = flip(dice, Disturbance.REPEATED_ORDER_IN_LATER_VISIT, tally);
    boolean bridged = flip(dice, Disturbance.BRIDGED_GAP, tally);
    VisitPlanner.Need need = again ? VisitPlanner.Need.BUYING : VisitPlanner.Need.ANY;
    List<PlannedBeacon> first = visits.plan(dice, guest, start, need, tally);
    PlannedBeacon last = last(first);
    long pause = dice.between(SEPARATE, bridged ? BRIDGEABLE : LONGEST_PAUSE);
    List<PlannedBeacon> second =
        visits.plan(dice, later, last.timestamp() + pause, VisitPlanner.Need.ANY, tally);
    if (again) {
      second = withOrderOf(first, second, dice);
    }
    Place secondPlace = bridged ? new Place(1, 0, 1) : new Place(1, 1, 0);
    Scenario scenario = Scenario.of(new Leg(first, 0, Place.ONLY), new Leg(second, 0, secondPlace));
    return bridged ? scenario.withExtra(bridge(last, last.timestamp() + pause / 2)) : scenario;
  }

  private static List<PlannedBeacon> withOrderOf(
      List<PlannedBeacon> first, List<PlannedBeacon> second, Dice dice) {
    PlannedBeacon ordered =
        first.stream().filter(b -> b.type() == BeaconType.ORDER).findFirst().orElseThrow();
    PlannedBeacon last = last(second);
    List<PlannedBeacon> extended = new ArrayList<>(second);
    extended.add(
        new PlannedBeacon(
            Uuids.high(dice.nextLong()),
            Uuids.low(dice.nextLong()),
            last.timestamp() + dice.between(1, 30_000),
            BeaconType.ORDER,
            last.mentions(),
            ordered.purchase(),
            null,
            null));
    return extended;
  }

  private static PlannedRecord bridge(PlannedBeacon beacon, long arrival) {
    return PlannedRecord.duplicate(beacon, arrival, true, Place.ONLY);
  }

  /** Two visits for whoever has not seen the beacon between them, which comes later. */
  private Scenario joined(Dice dice, Guest guest, long start, Tally tally) {
    List<PlannedBeacon> before = visits.plan(dice, guest, start, VisitPlanner.Need.ANY, tally);
    PlannedBeacon last = last(before);
    long pause = dice.between(SEPARATE, BRIDGEABLE);
    List<PlannedBeacon> after = roomy(dice, guest, last.timestamp() + pause, tally);
    PlannedBeacon joining = after.remove(1).at(last.timestamp() + pause / 2);
    Leg first = new Leg(before, 0, Place.ONLY);
    long end = last(after).timestamp();
    if (flip(dice, Disturbance.BRIDGED_GAP, tally)) {
      // All in one piece: here it is the stream's state that is joined.
      long shift = dice.between(after.get(0).timestamp(), end) - joining.timestamp();
      return Scenario.of(
              first, new Leg(after, 0, Place.ONLY), new Leg(List.of(joining), shift, Place.ONLY))
          .withExtra(bridge(last, last.timestamp() + pause / 2));
    }
    Leg second = new Leg(after, 0, new Place(0, 1, 0));
    boolean inTime = dice.chance(0.5);
    long arrival = inTime ? dice.between(after.get(0).timestamp(), end) : end + lateness(dice);
    long shift = Math.min(arrival - joining.timestamp(), LONGEST_DELAY);
    Place place = new Place(0, inTime ? 1 : 2, 0);
    return Scenario.of(first, second, new Leg(List.of(joining), shift, place));
  }

  /** The second part of a visit arrives much later than the first. */
  private Scenario cut(Dice dice, Guest guest, long start, Tally tally) {
    List<PlannedBeacon> visit = roomy(dice, guest, start, tally);
    int at = 1 + dice.below(visit.size() - 1);
    List<PlannedBeacon> before = visit.subList(0, at);
    List<PlannedBeacon> after = visit.subList(at, visit.size());
    Leg first = new Leg(before, 0, Place.ONLY);
    if (flip(dice, Disturbance.BRIDGED_GAP, tally)) {
      long shift = dice.between(SEPARATE, LONGEST_BRIDGED_CUT);
      PlannedBeacon last = last(before);
      long middle = (last.timestamp() + after.get(0).timestamp() + shift) / 2;
      return Scenario.of(first, new Leg(after, shift, Place.ONLY)).withExtra(bridge(last, middle));
    }
    long shift = dice.between(SEPARATE, LONGEST_CUT);
    return Scenario.of(first, new Leg(after, shift, new Place(0, 1, 0)));
  }

  /** Up to three neighbours arrive hours later; without them the rest still holds together. */
  private Scenario late(Dice dice, Guest guest, long start, Tally tally) {
    List<PlannedBeacon> visit = roomy(dice, guest, start, tally);
    int length = 1 + dice.below(3);
    int at = dice.below(visit.size() - length);
    List<PlannedBeacon> rest = new ArrayList<>(visit.subList(0, at));
    rest.addAll(visit.subList(at + length, visit.size()));
    List<PlannedBeacon> late = visit.subList(at, at + length);
    long arrival = last(visit).timestamp() + lateness(dice);
    long shift = Math.min(arrival - late.get(0).timestamp(), LONGEST_DELAY);
    return Scenario.of(new Leg(rest, 0, Place.ONLY), new Leg(late, shift, new Place(0, 1, 0)));
  }

  private Scenario lateDuplicate(Dice dice, Guest guest, long start, Tally tally) {
    List<PlannedBeacon> visit = visits.plan(dice, guest, start, VisitPlanner.Need.ANY, tally);
    PlannedBeacon original = visit.get(dice.below(visit.size()));
    PlannedBeacon copy = dice.chance(0.3) ? Delivery.otherContent(dice, original) : original;
    long shift = last(visit).timestamp() + lateness(dice) - original.timestamp();
    long arrival = original.timestamp() + Math.min(shift, LONGEST_DELAY);
    return Scenario.of(new Leg(visit, 0, Place.ONLY))
        .withExtra(PlannedRecord.lonelyDuplicate(copy, arrival, new Place(0, 1, 0)));
  }

  /** On the limit or 1 ms over it, in event time and in arrival, each for itself. */
  private Scenario exactGap(Dice dice, Guest guest, long start, Tally tally) {
    int over = dice.below(2);
    int arrivesOver = dice.below(2);
    List<PlannedBeacon> first = visits.plan(dice, guest, start, VisitPlanner.Need.ANY, tally);
    List<PlannedBeacon> second =
        visits.plan(
            dice, guest, last(first).timestamp() + LIMIT + over, VisitPlanner.Need.ANY, tally);
    Place place = new Place(over, arrivesOver, arrivesOver == 1 ? 0 : over);
    return Scenario.of(new Leg(first, 0, Place.ONLY), new Leg(second, arrivesOver - over, place))
        .asCalm();
  }

  private Scenario switchWithin(Dice dice, Guest guest, long start, Tally tally) {
    List<PlannedBeacon> visit = roomy(dice, guest, start, tally);
    return switches.within(dice, guest, visit) ? Scenario.of(new Leg(visit, 0, Place.ONLY)) : null;
  }

  /** In the same session or, of one who returns, between sessions. */
  private Scenario switchBetween(Dice dice, Guest guest, long start, Tally tally) {
    Guest other = switches.between(dice, guest);
    if (other == null) {
      return null;
    }
    return guest.visitor().returning() && dice.chance(0.5)
        ? plain(dice, other, start, tally)
        : secondVisit(dice, guest, other, start, tally);
  }

  private boolean flip(Dice dice, Disturbance disturbance, Tally tally) {
    boolean happens = dice.chance(settings.shares().of(disturbance));
    if (happens) {
      tally.add(disturbance);
    }
    return happens;
  }

  private long lateness(Dice dice) {
    return dice.between(settings.latenessMin().toMillis(), settings.latenessMax().toMillis());
  }

  private static PlannedBeacon last(List<PlannedBeacon> beacons) {
    return beacons.get(beacons.size() - 1);
  }
}
