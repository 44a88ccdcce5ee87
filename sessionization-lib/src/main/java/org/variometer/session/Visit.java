package org.variometer.session;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.variometer.beacon.Beacon;

/**
 * A maximal run of a piece's standing beacons in which no gap between neighbours is greater than 35
 * minutes of event time (spec §2). A view of its piece; immutable.
 */
public final class Visit {
  private final Beacon[] beacons;
  private final int from;
  private final int to;
  private final BitSet orderCopies;

  private Visit(Beacon[] beacons, int from, int to, BitSet orderCopies) {
    this.beacons = beacons;
    this.from = from;
    this.to = to;
    this.orderCopies = orderCopies;
  }

  /** The visits of a piece, in order; none if it is quarantined. */
  public static List<Visit> of(Piece piece, SessionRules rules) {
    Beacon[] beacons = piece.beacons();
    BitSet orderCopies = orderCopies(beacons);
    List<Visit> visits = new ArrayList<>(2);
    int from = 0;
    for (int i = 1; i <= beacons.length; i++) {
      if (isEnd(beacons, i, rules)) {
        visits.add(new Visit(beacons, from, i, orderCopies));
        from = i;
      }
    }
    return visits;
  }

  /** The number of a piece's visits. */
  static int count(Piece piece, SessionRules rules) {
    int count = 0;
    for (int i = 1; i <= piece.size(); i++) {
      count += isEnd(piece.beacons(), i, rules) ? 1 : 0;
    }
    return count;
  }

  /** Whether a visit ends before the beacon at {@code index}, or with the last of all. */
  private static boolean isEnd(Beacon[] beacons, int index, SessionRules rules) {
    return index == beacons.length
        || beacons[index].timestamp() - beacons[index - 1].timestamp() > rules.visitGap();
  }

  /** The number of beacons, at least 1. */
  public int size() {
    return to - from;
  }

  /** The beacon at {@code index}, 0 being the visit's first. */
  public Beacon beacon(int index) {
    return beacons[from + index];
  }

  /** Whether the beacon at {@code index} is an order that stands: the first of its order id. */
  public boolean isStandingOrder(int index) {
    return beacons[from + index].order() != null && !orderCopies.get(from + index);
  }

  /** The visit's visitor: its first beacon's. */
  public String visitorId() {
    return beacons[from].visitorId();
  }

  /** The first beacon's timestamp, ms since the epoch. */
  public long start() {
    return beacons[from].timestamp();
  }

  /** The last beacon's timestamp, ms since the epoch. */
  public long end() {
    return beacons[to - 1].timestamp();
  }

  /** Which beacons repeat the order id of an earlier one in the session. */
  private static BitSet orderCopies(Beacon[] beacons) {
    BitSet copies = new BitSet(0);
    Set<String> ids = null;
    for (int i = 0; i < beacons.length; i++) {
      if (beacons[i].order() != null) {
        if (ids == null) {
          ids = new HashSet<>();
        }
        if (!ids.add(beacons[i].order().id())) {
          copies.set(i);
        }
      }
    }
    return copies;
  }
}
