package org.variometer.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
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
  private static final long MINUTE_MILLIS = 60_000;
  private static final Comparator<BeaconRecord> BY_ARRIVAL =
      Comparator.comparingLong(BeaconRecord::arrival);

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
   * Tells {@code sink} whom the records show, minute of arrival by minute.
   *
   * @param site the session's site
   * @param merged the session with what arrived
   * @param arrived what arrived of it, in any order
   */
  public void add(String site, SessionState merged, List<BeaconRecord> arrived, SightingSink sink) {
    List<BeaconRecord> records = arrived;
    if (arrived.size() > 1) {
      records = new ArrayList<>(arrived);
      records.sort(BY_ARRIVAL);
    }
    int from = 0;
    for (Piece piece : merged.pieces()) {
      List<Visit> visits = null;
      while (from < records.size() && records.get(from).arrival() <= piece.lastArrival()) {
        int to = endOfMinute(records, from);
        visits = visits == null ? Visit.of(piece, rules) : visits;
        add(site, visits, inOrder(records, from, to), minute(records.get(from)), sink);
        from = to;
      }
    }
  }

  /** A minute lies within one piece: cuts are longer. */
  private static int endOfMinute(List<BeaconRecord> records, int from) {
    int to = from + 1;
    while (to < records.size() && minute(records.get(to)) == minute(records.get(from))) {
      to++;
    }
    return to;
  }

  private static int minute(BeaconRecord record) {
    return (int) (record.arrival() / MINUTE_MILLIS);
  }

  private static Beacon[] inOrder(List<BeaconRecord> records, int from, int to) {
    Beacon[] beacons = new Beacon[to - from];
    for (int i = 0; i < beacons.length; i++) {
      beacons[i] = records.get(from + i).beacon();
    }
    Arrays.sort(beacons);
    return beacons;
  }

  private static void add(
      String site, List<Visit> visits, Beacon[] news, int epochMinute, SightingSink sink) {
    int next = 0;
    for (Visit visit : visits) {
      long latest = -1;
      Set<Mention> mentions = null;
      List<Mention> lastAssigned = List.of();
      List<Mention> lastQualified = List.of();
      // Both are in the session's order: one walk finds what arrived and stands.
      int i = 0;
      while (i < visit.size() && next < news.length) {
        Beacon standing = visit.beacon(i);
        int order = news[next].compareTo(standing);
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
