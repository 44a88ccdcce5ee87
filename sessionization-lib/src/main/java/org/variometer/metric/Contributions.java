package org.variometer.metric;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.Mention;
import org.variometer.session.Merge;
import org.variometer.session.Piece;
import org.variometer.session.SessionRules;
import org.variometer.session.Visit;

/**
 * What a session contributes to totals (spec §4). A change of a session contributes the difference:
 * what it contributed before is retracted, what it contributes now is added, so that totals are
 * always the sum over the visits as now known. For one thread.
 *
 * <p>Most merges only append beacons to a visit. What would be retracted and added again unchanged
 * is left out, so that the cost follows what is new.
 */
public final class Contributions {
  private static final BitSet NONE = new BitSet(0);

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

  /** Gives {@code sink} the difference that a merge makes. */
  public void addDifference(String site, Merge merge, ContributionSink sink) {
    List<Visit> before = changedVisits(merge.previous().pieces(), merge.merged().pieces());
    List<Visit> after = changedVisits(merge.merged().pieces(), merge.previous().pieces());
    for (Visit visit : after) {
      List<Membership> memberships = Membership.of(visit);
      Visit earlier = beginningLike(visit, before);
      if (earlier != null
          && earlier.visitorId().equals(visit.visitorId())
          && Membership.of(earlier).equals(memberships)) {
        before.remove(earlier);
        addDifference(site, earlier, visit, memberships, sink);
      } else {
        add(site, visit, memberships, 1, sink);
      }
    }
    for (Visit visit : before) {
      add(site, visit, Membership.of(visit), -1, sink);
    }
  }

  /** The visits of the pieces that {@code others} does not have. */
  @SuppressWarnings("ReferenceEquality") // A merge keeps the very object of a piece that stayed.
  private List<Visit> changedVisits(List<Piece> pieces, List<Piece> others) {
    List<Visit> visits = new ArrayList<>(2);
    for (Piece piece : pieces) {
      boolean stayed = false;
      for (int i = 0; i < others.size() && !stayed; i++) {
        stayed = others.get(i) == piece;
      }
      if (!stayed) {
        visits.addAll(Visit.of(piece, rules));
      }
    }
    return visits;
  }

  /** The visit that begins with the same beacon, null if there is none. */
  @SuppressWarnings("ReferenceEquality") // Which visits are compared decides about speed alone.
  private static Visit beginningLike(Visit visit, List<Visit> visits) {
    for (Visit other : visits) {
      if (other.beacon(0) == visit.beacon(0)) {
        return other;
      }
    }
    return null;
  }

  private void add(
      String site, Visit visit, List<Membership> memberships, int sign, ContributionSink all) {
    ContributionSink sink = all.ofVisitor(visit.visitorId());
    for (Membership membership : memberships) {
      MetricKey key = membership.keyOf(site);
      ContributionSink entered = sink.ofEntry(membership.entry());
      VisitTally tally = new VisitTally(key, membership.entry(), visit);
      tally.walk(NONE, sign, catalog, entered);
      tally.addTo(sign, entered);
      sink.entry(key, membership.entry(), sign);
      if (isOfSeveral(membership)) {
        addFirst(site, membership, membership.firstVariant(visit), sign, sink);
      }
    }
    DailyExposure.of(visit).forEach(exposure -> exposure.addTo(site, sign, sink));
  }

  private static boolean isOfSeveral(Membership membership) {
    return membership.variant().equals(Mention.MULTIPLE);
  }

  private static void addFirst(
      String site, Membership several, String variant, int sign, ContributionSink sink) {
    MetricKey key = new MetricKey(site, several.experiment(), variant, several.population());
    sink.firstOfSeveral(key, several.entry(), sign);
  }

  /**
   * Of two forms of a visit with the same visitor and memberships, what one has and the other not.
   */
  private void addDifference(
      String site, Visit before, Visit after, List<Membership> memberships, ContributionSink all) {
    ContributionSink sink = all.ofVisitor(after.visitorId());
    BitSet commonBefore = new BitSet(before.size());
    BitSet commonAfter = new BitSet(after.size());
    markCommon(before, after, commonBefore, commonAfter);
    for (Membership membership : memberships) {
      MetricKey key = membership.keyOf(site);
      ContributionSink entered = sink.ofEntry(membership.entry());
      VisitTally retracted = new VisitTally(key, membership.entry(), before);
      retracted.walk(commonBefore, -1, catalog, entered);
      VisitTally added = new VisitTally(key, membership.entry(), after);
      added.walk(commonAfter, 1, catalog, entered);
      if (!added.sameAs(retracted)) {
        retracted.addTo(-1, entered);
        added.addTo(1, entered);
      }
      if (isOfSeveral(membership)) {
        String firstBefore = membership.firstVariant(before);
        String firstAfter = membership.firstVariant(after);
        if (!firstAfter.equals(firstBefore)) {
          addFirst(site, membership, firstBefore, -1, sink);
          addFirst(site, membership, firstAfter, 1, sink);
        }
      }
    }
    Set<DailyExposure> exposuresBefore = DailyExposure.of(before);
    Set<DailyExposure> exposuresAfter = DailyExposure.of(after);
    if (!exposuresAfter.equals(exposuresBefore)) {
      exposuresBefore.forEach(exposure -> exposure.addTo(site, -1, sink));
      exposuresAfter.forEach(exposure -> exposure.addTo(site, 1, sink));
    }
  }

  /** Marks the beacons that contribute the same in both: one walk, both being in order. */
  @SuppressWarnings("ReferenceEquality") // A beacon that stayed is the same object.
  private static void markCommon(
      Visit before, Visit after, BitSet commonBefore, BitSet commonAfter) {
    int b = 0;
    int a = 0;
    while (b < before.size() && a < after.size()) {
      Beacon old = before.beacon(b);
      Beacon now = after.beacon(a);
      if (old == now) {
        if (before.isStandingOrder(b) == after.isStandingOrder(a)) {
          commonBefore.set(b);
          commonAfter.set(a);
        }
        b++;
        a++;
      } else if (old.compareTo(now) <= 0) {
        b++;
      } else {
        a++;
      }
    }
  }
}
