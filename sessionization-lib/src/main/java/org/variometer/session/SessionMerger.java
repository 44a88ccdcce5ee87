package org.variometer.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.variometer.beacon.BeaconRecord;

/**
 * Adds records to what is known of a session (spec §2). The result depends on the set of records
 * alone: any order, any division into merges, any repetition of content gives the same state.
 */
public final class SessionMerger {
  private static final Comparator<BeaconRecord> BY_ARRIVAL =
      Comparator.comparingLong(BeaconRecord::arrival);

  private final SessionRules rules;

  /**
   * Merges by these rules.
   *
   * @param rules where sessions are cut and when they are too much
   */
  public SessionMerger(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Adds {@code arrived} to {@code prior}.
   *
   * @param prior what is known
   * @param arrived new records of this session, in any order
   */
  public Merge merge(SessionState prior, List<BeaconRecord> arrived) {
    if (arrived.isEmpty()) {
      return new Merge(prior, prior);
    }
    List<BeaconRecord> records = arrived;
    if (arrived.size() > 1) {
      records = new ArrayList<>(arrived);
      records.sort(BY_ARRIVAL);
    }
    return mergeOrdered(prior, records);
  }

  /** One walk over what is known and what arrived, both ordered by arrival. */
  private Merge mergeOrdered(SessionState prior, List<BeaconRecord> arrived) {
    List<Piece> known = prior.pieces();
    int expected = beacons(known) + arrived.size();
    List<Piece> pieces = new ArrayList<>(known.size() + 1);
    PieceBuilder open = null;
    int k = 0;
    int a = 0;
    while (k < known.size() || a < arrived.size()) {
      boolean knownNext =
          a == arrived.size()
              || (k < known.size() && known.get(k).firstArrival() <= arrived.get(a).arrival());
      long arrival = knownNext ? known.get(k).firstArrival() : arrived.get(a).arrival();
      if (open == null || arrival - open.lastArrival() > rules.cut()) {
        if (open != null) {
          pieces.add(open.build());
        }
        open = new PieceBuilder(arrival, rules.maxBeacons(), expected);
      }
      if (knownNext) {
        open.add(known.get(k++));
      } else {
        open.add(arrived.get(a++));
      }
    }
    pieces.add(open.build());
    return new Merge(prior, new SessionState(pieces));
  }

  private static int beacons(List<Piece> pieces) {
    int sum = 0;
    for (Piece piece : pieces) {
      sum += piece.size();
    }
    return sum;
  }
}
