package org.variometer.metric;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.Mention;
import org.variometer.session.Piece;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.session.Visit;

/**
 * Who is seen when beacons arrive (spec §4, rolling metrics): a beacon that stands is attributed as
 * the session is known with it.
 */
public final class Sightings {
  private final SessionRules rules;

  /**
   * Sees by these rules.
   *
   * @param rules what ends a visit
   */
  public Sightings(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Tells {@code sink} whom the beacons that arrived within one minute show.
   *
   * @param site the session's site
   * @param merged the session with what arrived
   * @param arrived what arrived within the minute
   * @param epochMinute the minute of arrival, minutes since the epoch
   */
  public void add(
      String site, SessionState merged, SessionState arrived, int epochMinute, SightingSink sink) {
    for (Piece news : arrived.pieces()) {
      for (Piece piece : merged.pieces()) {
        if (piece.firstArrival() <= news.firstArrival()
            && news.lastArrival() <= piece.lastArrival()) {
          add(site, piece, news, epochMinute, sink);
        }
      }
    }
  }

  private void add(String site, Piece piece, Piece news, int epochMinute, SightingSink sink) {
    int next = 0;
    for (Visit visit : Visit.of(piece, rules)) {
      long latest = -1;
      Set<Mention> mentions = null;
      List<Mention> lastAssigned = List.of();
      List<Mention> lastQualified = List.of();
      // Both are in the session's order: one walk finds what arrived and stands.
      int i = 0;
      while (i < visit.size() && next < news.size()) {
        Beacon standing = visit.beacon(i);
        int order = news.beacon(next).compareTo(standing);
        if (order < 0) {
          next++;
          continue;
        }
        if (order == 0) {
          next++;
          latest = standing.timestamp();
          if (!Membership.sameList(standing.assigned(), lastAssigned)
              || !Membership.sameList(standing.qualified(), lastQualified)) {
            lastAssigned = standing.assigned();
            lastQualified = standing.qualified();
            mentions = mentions == null ? new LinkedHashSet<>() : mentions;
            mentions.addAll(lastAssigned);
            mentions.addAll(lastQualified);
          }
        }
        i++;
      }
      if (latest >= 0) {
        sink.seen(
            visit.visitorId(), epochMinute, keys(site, visit, latest), variants(site, mentions));
      }
    }
  }

  /** The keys under which the visit's beacon of this timestamp is attributed, and those before. */
  private static List<MetricKey> keys(String site, Visit visit, long latest) {
    List<MetricKey> keys = new ArrayList<>();
    for (Membership membership : Membership.of(visit)) {
      if (membership.entry() <= latest) {
        keys.add(membership.keyOf(site));
      }
    }
    return keys;
  }

  private static List<MetricKey> variants(String site, Set<Mention> mentions) {
    if (mentions == null) {
      return List.of();
    }
    List<MetricKey> variants = new ArrayList<>(mentions.size());
    for (Mention mention : mentions) {
      variants.add(
          new MetricKey(site, mention.experiment(), mention.variant(), Population.ASSIGNED));
    }
    return variants;
  }
}
