package org.variometer.quickstart.generator;

import java.util.ArrayList;
import java.util.List;

/** Plans visits of nothing but pages, of a given number: quarantined ones and fillers. */
final class Crowd {
  private static final int MOST_ABOVE = 50;

  /** Nothing is ignored in such visits, so that they need no tally. */
  private final GeneratorSettings settings;

  Crowd(GeneratorSettings settings) {
    this.settings = settings.withShare(Disturbance.IGNORED_PERFORMANCE, 0);
  }

  /** A visit of more beacons than are allowed. */
  Scenario plan(Dice dice, Guest guest, long start) {
    int size = settings.maxSessionBeacons() + 1 + dice.below(MOST_ABOVE);
    return Scenario.of(new Leg(pages(dice, guest, start, size), 0, Place.ONLY)).asQuarantined();
  }

  /** A visit of exactly so many pages, of which exactly so many records are written. */
  Scenario fill(Dice dice, Guest guest, long start, int size) {
    return Scenario.of(new Leg(pages(dice, guest, start, size), 0, Place.ONLY)).asCalm();
  }

  private List<PlannedBeacon> pages(Dice dice, Guest guest, long start, int size) {
    List<PlannedBeacon> pages = new ArrayList<>(size);
    long now = start;
    while (pages.size() < size) {
      VisitWalk walk = new VisitWalk(dice, settings, guest, now, new Tally());
      walk.page(Step.FIRST);
      pages.addAll(walk.beacons());
      now += dice.between(200, 1_500);
    }
    return pages;
  }
}
