package org.variometer.metric;

import java.util.List;
import org.variometer.session.Visit;

/**
 * A visit in numbers, as people ask for it: everything in it, attributed to an experiment or not.
 *
 * @param visitorId the visit's visitor
 * @param start its first beacon's timestamp, ms since the epoch
 * @param end its last beacon's timestamp, ms since the epoch
 * @param beacons standing beacons
 * @param pageViews page views
 * @param errors errors
 * @param orders orders that stand: the first of their id in the session
 * @param units their units
 * @param revenue their revenue, micros
 * @param memberships the experiments' populations that it belongs to
 */
public record VisitSummary(
    String visitorId,
    long start,
    long end,
    int beacons,
    long pageViews,
    long errors,
    long orders,
    long units,
    long revenue,
    List<Membership> memberships) {

  /** Copies the list. */
  public VisitSummary {
    memberships = List.copyOf(memberships);
  }

  /** Of a visit. */
  public static VisitSummary of(Visit visit) {
    BeaconCounts counts = new BeaconCounts();
    for (int i = 0; i < visit.size(); i++) {
      counts.add(visit.beacon(i), visit.isStandingOrder(i));
    }
    List<Membership> memberships = Membership.of(visit);
    return new VisitSummary(
        visit.visitorId(),
        visit.start(),
        visit.end(),
        visit.size(),
        counts.pageViews,
        counts.errors,
        counts.orders,
        counts.units,
        counts.revenue,
        // The first is that of all visits, which says nothing.
        memberships.subList(1, memberships.size()));
  }
}
