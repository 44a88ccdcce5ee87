package org.variometer.quickstart.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plans whole sessions, one after the other. */
final class SessionPlanner {
  private static final int FILLER = 12;

  private final GeneratorSettings settings;
  private final Visitors visitors;
  private final ScenarioPlanner scenarios;
  private final Delivery delivery;
  private final double[] siteWeights;
  private final double sharedId;

  /** By site the last session's id, unless it was shared. */
  private final String[] unshared;

  private long planned;

  SessionPlanner(GeneratorSettings settings) {
    this.settings = settings;
    visitors = new Visitors(settings);
    scenarios = new ScenarioPlanner(settings);
    delivery = new Delivery(settings);
    siteWeights = settings.sites().stream().mapToDouble(SiteSettings::weight).toArray();
    unshared = new String[siteWeights.length];
    sharedId = settings.shares().of(Disturbance.SHARED_SESSION_ID);
  }

  /**
   * The next session.
   *
   * @param start when its first beacon is sent, ms since epoch; nothing of it arrives before
   * @param most records that it may have at most, ≥ 1
   */
  PlannedSession plan(long start, long most) {
    Dice dice = Dice.of(settings.seed(), planned++);
    int site = dice.weighted(siteWeights);
    Guest guest = guest(visitors.next(dice), site);
    Tally tally = new Tally();
    Scenario scenario = scenarios.plan(dice, guest, start, tally);
    List<PlannedRecord> records = records(dice, scenario, tally);
    if (records.size() > most) {
      tally = new Tally();
      scenario = scenarios.filler(dice, guest, start, (int) Math.min(most, FILLER));
      records = records(dice, scenario, tally);
    }
    return new PlannedSession(
        site,
        sessionId(dice, site, tally),
        guest.visitor().id(),
        scenario.quarantined(),
        records,
        tally);
  }

  private Guest guest(Visitor visitor, int site) {
    Variants here = visitor.variants();
    String name = settings.sites().get(site).name();
    for (int e = 0; e < here.size(); e++) {
      if (here.of(e) != Variants.NONE && !settings.experiments().get(e).runsOn(name)) {
        here = here.with(e, Variants.NONE);
      }
    }
    return new Guest(visitor, site, here);
  }

  private List<PlannedRecord> records(Dice dice, Scenario scenario, Tally tally) {
    List<PlannedRecord> records = new ArrayList<>(scenario.extras());
    for (Leg leg : scenario.legs()) {
      delivery.deliver(dice, leg, scenario, records, tally);
    }
    records.sort(Comparator.comparingLong(PlannedRecord::arrival));
    return records;
  }

  private String sessionId(Dice dice, int site, Tally tally) {
    String own = Uuids.text(dice);
    int sites = unshared.length;
    if (sites > 1 && dice.chance(sharedId)) {
      int other = (site + 1 + dice.below(sites - 1)) % sites;
      String shared = unshared[other];
      if (shared != null) {
        tally.add(Disturbance.SHARED_SESSION_ID);
        // Shared once: a third session could be on the first one's site again.
        unshared[other] = null;
        return shared;
      }
    }
    unshared[site] = own;
    return own;
  }
}
