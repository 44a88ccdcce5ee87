package org.variometer.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The beacons of one session, or of one piece of it (SPEC §2). */
record Session(List<Beacon> records) {

  private static final long VISIT_GAP = 35 * 60_000L;

  /** A standing beacon; an order counts unless it is a copy of an earlier one of the session. */
  record Standing(Beacon beacon, boolean countsAsOrder) {}

  /** All sessions among the records, each cut where neighbours in arrival lie too far apart. */
  static List<Session> of(List<Beacon> accepted, long greatestArrivalGap) {
    Map<List<String>, List<Beacon>> bySession = new HashMap<>();
    for (Beacon beacon : accepted) {
      bySession
          .computeIfAbsent(List.of(beacon.site(), beacon.sessionId()), key -> new ArrayList<>())
          .add(beacon);
    }
    List<Session> sessions = new ArrayList<>();
    for (List<Beacon> records : bySession.values()) {
      sessions.addAll(cut(records, greatestArrivalGap));
    }
    return sessions;
  }

  private static List<Session> cut(List<Beacon> records, long greatestArrivalGap) {
    List<Beacon> byArrival = new ArrayList<>(records);
    byArrival.sort(Comparator.comparingLong(Beacon::arrival));
    List<Session> pieces = new ArrayList<>();
    List<Beacon> piece = new ArrayList<>();
    for (Beacon beacon : byArrival) {
      if (!piece.isEmpty() && beacon.arrival() - last(piece).arrival() > greatestArrivalGap) {
        pieces.add(new Session(piece));
        piece = new ArrayList<>();
      }
      piece.add(beacon);
    }
    pieces.add(new Session(piece));
    return pieces;
  }

  /** The standing beacons in the session's order. */
  List<Standing> standing() {
    Map<Long, Beacon> lowest = new HashMap<>();
    for (Beacon beacon : records) {
      Beacon other = lowest.get(beacon.identity());
      if (other == null || Beacon.STANDING.compare(beacon, other) < 0) {
        lowest.put(beacon.identity(), beacon);
      }
    }
    List<Beacon> inOrder = new ArrayList<>(lowest.values());
    inOrder.sort(Beacon.IN_SESSION);
    Set<String> orderIds = new HashSet<>();
    List<Standing> standing = new ArrayList<>();
    for (Beacon beacon : inOrder) {
      boolean counts = beacon.order().isPresent() && orderIds.add(beacon.order().get().id());
      standing.add(new Standing(beacon, counts));
    }
    return standing;
  }

  /** The visits: maximal runs of standing beacons without a gap greater than 35 minutes. */
  List<Visit> visits() {
    List<Visit> visits = new ArrayList<>();
    List<Standing> run = new ArrayList<>();
    for (Standing next : standing()) {
      if (!run.isEmpty()
          && next.beacon().timestamp() - last(run).beacon().timestamp() > VISIT_GAP) {
        visits.add(new Visit(run));
        run = new ArrayList<>();
      }
      run.add(next);
    }
    visits.add(new Visit(run));
    return visits;
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
