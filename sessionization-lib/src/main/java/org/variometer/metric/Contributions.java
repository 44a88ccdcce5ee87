package org.variometer.metric;

import java.util.ArrayList;
import java.util.List;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Performance;
import org.variometer.beacon.PerformanceName;
import org.variometer.session.Merge;
import org.variometer.session.Piece;
import org.variometer.session.SessionRules;
import org.variometer.session.Visit;

/**
 * What a session contributes to totals (spec §4). A change of a session contributes the difference:
 * what it contributed before is retracted, what it contributes now is added, so that totals are
 * always the sum over the visits as now known. For one thread.
 */
public final class Contributions {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final PerformanceName[] PERFORMANCE_NAMES = PerformanceName.values();

  private final MetricCatalog catalog;
  private final SessionRules rules;

  /**
   * Measures by these rules.
   *
   * @param catalog the custom metrics
   * @param rules what ends a visit
   */
  public Contributions(MetricCatalog catalog, SessionRules rules) {
    this.catalog = catalog;
    this.rules = rules;
  }

  /** Gives {@code sink} the difference that a merge makes; pieces that stayed make none. */
  public void addDifference(String site, Merge merge, ContributionSink sink) {
    List<Piece> before = merge.previous().pieces();
    List<Piece> after = merge.merged().pieces();
    for (int i = 0; i < before.size(); i++) {
      if (!containsSame(after, before.get(i))) {
        add(site, before.get(i), -1, sink);
      }
    }
    for (int i = 0; i < after.size(); i++) {
      if (!containsSame(before, after.get(i))) {
        add(site, after.get(i), 1, sink);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // A merge keeps the very object of a piece that stayed.
  private static boolean containsSame(List<Piece> pieces, Piece piece) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i) == piece) {
        return true;
      }
    }
    return false;
  }

  private void add(String site, Piece piece, int sign, ContributionSink sink) {
    for (Visit visit : Visit.of(piece, rules)) {
      List<Membership> memberships = Membership.of(visit);
      for (int i = 0; i < memberships.size(); i++) {
        Membership membership = memberships.get(i);
        MetricKey key =
            new MetricKey(
                site, membership.experiment(), membership.variant(), membership.population());
        addAttributed(visit, membership, key, sign, sink);
      }
      if (memberships.size() > 1) {
        addExposures(site, visit, sign, sink);
      }
    }
  }

  /** One walk over the attributed beacons, which come in order: minute by minute. */
  private void addAttributed(
      Visit visit, Membership membership, MetricKey key, int sign, ContributionSink sink) {
    int entryMinute = minute(membership.entry());
    VisitTally tally = new VisitTally();
    MinuteTally minuteTally = new MinuteTally(key, sign, sink);
    int hour = -1;
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      if (beacon.timestamp() < membership.entry()) {
        continue;
      }
      int epochMinute = minute(beacon.timestamp());
      minuteTally.moveTo(epochMinute);
      if (hour != epochMinute / 60) {
        hour = epochMinute / 60;
        sink.visitor(key, hour, visit.visitorId(), sign);
      }
      switch (beacon.type()) {
        case PAGE_VIEW -> {
          tally.pageViews++;
          minuteTally.pageViews++;
        }
        case ERROR -> {
          tally.errors++;
          minuteTally.errors++;
        }
        case ORDER -> {
          if (visit.isStandingOrder(i)) {
            tally.orders++;
            tally.revenue += beacon.order().revenue();
            minuteTally.orders++;
            minuteTally.units += beacon.order().units();
            minuteTally.revenue += beacon.order().revenue();
          }
        }
        case EVENT -> {
          if (beacon.event() != null) {
            addEvent(beacon, key, epochMinute, sign, tally, sink);
          }
        }
        case PERFORMANCE -> {}
      }
      if (!beacon.performance().isEmpty()) {
        addPerformance(beacon.performance(), key, epochMinute, sign, sink);
      }
    }
    minuteTally.flush();
    tally.addTo(key, entryMinute, sign, sink);
  }

  private void addEvent(
      Beacon beacon,
      MetricKey key,
      int epochMinute,
      int sign,
      VisitTally tally,
      ContributionSink sink) {
    for (MetricCatalog.Custom custom : catalog.customOf(beacon.event().name())) {
      switch (custom.metric().measure()) {
        case COUNT -> sink.add(key, epochMinute, custom.id(), sign);
        case SUM ->
            sink.add(key, epochMinute, custom.id(), sign * beacon.event().value().orElse(0));
        case VISITS -> tally.addCustomVisit(custom.id());
      }
    }
  }

  private static void addPerformance(
      Performance performance, MetricKey key, int epochMinute, int sign, ContributionSink sink) {
    for (PerformanceName name : PERFORMANCE_NAMES) {
      double value = performance.value(name.index());
      if (!Double.isNaN(value)) {
        sink.add(key, epochMinute, MeasureIds.ofBucket(name, LogBuckets.slotOf(value)), sign);
      }
    }
  }

  /** The variants that the visit mentions on each UTC day, qualified ones included. */
  private static void addExposures(String site, Visit visit, int sign, ContributionSink sink) {
    List<Mention> ofDay = new ArrayList<>(4);
    List<Mention> lastAssigned = List.of();
    List<Mention> lastQualified = List.of();
    int day = -1;
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      int epochDay = (int) (beacon.timestamp() / DAY);
      if (epochDay != day) {
        day = epochDay;
        ofDay.clear();
        lastAssigned = List.of();
        lastQualified = List.of();
      }
      if (!Membership.same(beacon.assigned(), lastAssigned)) {
        lastAssigned = beacon.assigned();
        addExposures(site, visit, lastAssigned, ofDay, day, sign, sink);
      }
      if (!Membership.same(beacon.qualified(), lastQualified)) {
        lastQualified = beacon.qualified();
        addExposures(site, visit, lastQualified, ofDay, day, sign, sink);
      }
    }
  }

  private static void addExposures(
      String site,
      Visit visit,
      List<Mention> mentions,
      List<Mention> ofDay,
      int day,
      int sign,
      ContributionSink sink) {
    for (int m = 0; m < mentions.size(); m++) {
      Mention mention = mentions.get(m);
      if (!ofDay.contains(mention)) {
        ofDay.add(mention);
        sink.exposure(
            new MetricKey(site, mention.experiment(), mention.variant(), Population.ASSIGNED),
            day,
            visit.visitorId(),
            sign);
      }
    }
  }

  private static int minute(long timestamp) {
    return (int) (timestamp / MINUTE);
  }
}
