package org.variometer.quickstart.generator;

import java.util.ArrayList;
import java.util.List;

/** One visit in the making: the time goes on, the steps are taken, the beacons are sent. */
final class VisitWalk {
  private static final long MAX_THINK_MS = 6 * 60_000;
  private static final double THINK_FLOOR_MS = 1_500;

  private final Dice dice;
  private final GeneratorSettings settings;
  private final Guest guest;
  private final double ignoredShare;
  private final double loadTime;
  private final Tally tally;
  private final List<PlannedBeacon> beacons = new ArrayList<>();
  private Mentions mentions;
  private Step reached;
  private long now;

  VisitWalk(Dice dice, GeneratorSettings settings, Guest guest, long start, Tally tally) {
    this.dice = dice;
    this.settings = settings;
    this.guest = guest;
    this.tally = tally;
    now = start;
    mentions = Mentions.none(settings.experiments().size());
    ignoredShare = settings.shares().of(Disturbance.IGNORED_PERFORMANCE);
    loadTime =
        settings.visits().pageLoad().toMillis()
            * guest.visitor().slowness()
            * guest.effect(settings.experiments(), VariantSettings::loadTime);
  }

  List<PlannedBeacon> beacons() {
    return beacons;
  }

  Step reached() {
    return reached;
  }

  /** A page of the given step, after a while, unless it is the first. */
  void page(Step step) {
    if (!beacons.isEmpty()) {
      double mean = Math.max(settings.visits().thinkTime().toMillis() - THINK_FLOOR_MS, 1);
      now += (long) Math.min(THINK_FLOOR_MS + dice.exponential(mean), MAX_THINK_MS);
    }
    int load = (int) Math.min(loadTime * (0.4 + dice.exponential(0.6)), 60_000);
    boolean ignored = dice.chance(ignoredShare);
    if (ignored) {
      tally.add(Disturbance.IGNORED_PERFORMANCE);
    }
    Timings timings = new Timings(load, load / 7, Timings.ABSENT, Timings.ABSENT, ignored);
    reach(step, BeaconType.PAGE_VIEW, null, null, timings);
  }

  /** The vitals of the last page. */
  void vitals() {
    pause(6_000);
    int lcp = (int) Math.min(loadTime * (0.5 + dice.exponential(0.7)), 60_000);
    Timings timings = new Timings(Timings.ABSENT, Timings.ABSENT, lcp, 20 + dice.below(300), false);
    send(BeaconType.PERFORMANCE, mentions, null, null, timings);
  }

  /** An event; sometimes in the very millisecond of the beacon before. */
  void event(BeaconType type, String name, long micros) {
    pause(8_000);
    send(type, mentions, null, name == null ? null : new Happening(name, micros), null);
  }

  /** Something that goes into the cart. */
  void addToCart(long micros) {
    pause(8_000);
    reach(Step.CART, BeaconType.EVENT, null, new Happening("add_to_cart", micros), null);
  }

  /**
   * An order; never in the same millisecond as another beacon, so that it is clear which is first.
   */
  void order(Purchase purchase) {
    now += dice.between(1_000, 40_000);
    send(BeaconType.ORDER, mentions, purchase, null, null);
    now++;
  }

  private void pause(int max) {
    now += dice.chance(0.02) ? 0 : dice.between(1, max);
  }

  private void reach(
      Step step, BeaconType type, Purchase purchase, Happening happening, Timings timings) {
    Variants qualified = mentions.qualified();
    if (reached == null || step.compareTo(reached) > 0) {
      for (int e = 0; e < settings.experiments().size(); e++) {
        qualified = meet(e, step, qualified);
      }
      reached = step;
    }
    send(type, new Mentions(mentions.assigned(), qualified), purchase, happening, timings);
  }

  private Variants meet(int e, Step step, Variants qualified) {
    ExperimentSettings experiment = settings.experiments().get(e);
    int variant = guest.variants().of(e);
    if (variant == Variants.NONE) {
      return qualified;
    }
    if (isReachedBy(experiment.assignAt(), step)) {
      mentions = new Mentions(mentions.assigned().with(e, variant), mentions.qualified());
    }
    return isReachedBy(experiment.qualifyAt(), step) ? qualified.with(e, variant) : qualified;
  }

  private boolean isReachedBy(Step goal, Step step) {
    return goal.compareTo(step) <= 0 && (reached == null || goal.compareTo(reached) > 0);
  }

  private void send(
      BeaconType type, Mentions said, Purchase purchase, Happening happening, Timings timings) {
    beacons.add(
        new PlannedBeacon(
            Uuids.high(dice.nextLong()),
            Uuids.low(dice.nextLong()),
            now,
            type,
            said,
            purchase,
            happening,
            timings));
  }
}
