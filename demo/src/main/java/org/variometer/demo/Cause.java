package org.variometer.demo;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.session.Piece;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.session.Visit;

/**
 * Why a session that the stream has cut comes to something else there than in the batch. A session
 * may have several of these.
 */
enum Cause {
  /** Records of a visit paused for longer than the stream waits. */
  CUT("a visit's records paused that long: the stream has several visits of it"),
  /** Beacons came when the visit that they belong to was over for the stream. */
  LATE("beacons came that long after their time: the stream has a visit of theirs alone"),
  /** A copy came when the stream had cut the session. */
  COPY("a copy came after such a pause: the stream has the beacon twice"),
  /** An order's id came again when the stream had cut the session. */
  ORDER("an order's id came again after such a pause: the stream has the order twice"),
  /** The session is too long, its pieces are not. */
  TOO_LONG("only all pieces together have too many beacons: the batch has none of it"),
  /** None of these. */
  UNKNOWN("for another reason");

  private final String words;

  Cause(String words) {
    this.words = words;
  }

  /** Its name in a file. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What happened. */
  String words() {
    return words;
  }

  /**
   * The causes that a session shows.
   *
   * @param records all of its records
   * @param stream what the stream makes of them
   * @param batch what the batch makes of them
   * @param rules the batch's
   */
  static Set<Cause> of(
      List<BeaconRecord> records, SessionState stream, SessionState batch, SessionRules rules) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    Map<Long, Integer> pieces = new HashMap<>();
    for (int i = 0; i < stream.pieces().size(); i++) {
      Piece piece = stream.pieces().get(i);
      for (int b = 0; b < piece.size(); b++) {
        if (pieces.putIfAbsent(piece.beacon(b).id(), i) != null) {
          causes.add(COPY);
        }
      }
    }
    Map<Long, Long> arrivals = new HashMap<>();
    records.forEach(record -> arrivals.merge(record.beacon().id(), record.arrival(), Math::min));
    for (Piece piece : batch.pieces()) {
      if (piece.isQuarantined()) {
        causes.add(TOO_LONG);
      }
      Visit.of(piece, rules).forEach(visit -> causes.addAll(ofVisit(visit, pieces, arrivals)));
      if (hasRepeatedOrder(piece, pieces)) {
        causes.add(ORDER);
      }
    }
    return causes.isEmpty() ? EnumSet.of(UNKNOWN) : causes;
  }

  /** Of a visit that the stream has in several pieces, why each but the first is one. */
  private static Set<Cause> ofVisit(
      Visit visit, Map<Long, Integer> pieces, Map<Long, Long> arrivals) {
    Map<Integer, Boolean> isLate = new HashMap<>();
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      // A quarantined piece of the stream's has none of its beacons.
      int piece = pieces.getOrDefault(beacon.id(), -1);
      long delay = arrivals.get(beacon.id()) - beacon.timestamp();
      isLate.merge(piece, delay > SessionRules.INACTIVITY.toMillis(), Boolean::logicalAnd);
    }
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    isLate.remove(isLate.keySet().stream().min(Integer::compare).orElseThrow());
    isLate.values().forEach(late -> causes.add(late ? LATE : CUT));
    return causes;
  }

  private static boolean hasRepeatedOrder(Piece piece, Map<Long, Integer> pieces) {
    Map<String, Set<Integer>> byOrder = new HashMap<>();
    for (int i = 0; i < piece.size(); i++) {
      Beacon beacon = piece.beacon(i);
      if (beacon.order() != null) {
        byOrder
            .computeIfAbsent(beacon.order().id(), id -> new HashSet<>())
            .add(pieces.getOrDefault(beacon.id(), -1));
      }
    }
    return byOrder.values().stream().anyMatch(in -> in.size() > 1);
  }
}
