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
    List<Piece> known = prior.pieces();
    List<Piece> pieces = new ArrayList<>(known.size() + 1);
    PieceBuilder open = null;
    int p = 0;
    int r = 0;
    while (p < known.size() || r < records.size()) {
      boolean pieceNext =
          r == records.size()
              || (p < known.size() && known.get(p).firstArrival() <= records.get(r).arrival());
      long arrival = pieceNext ? known.get(p).firstArrival() : records.get(r).arrival();
      if (open == null || arrival - open.lastArrival() > rules.cut()) {
        if (open != null) {
          pieces.add(open.build());
        }
        open = new PieceBuilder(arrival, rules.maxBeacons());
      }
      if (pieceNext) {
        open.add(known.get(p++));
      } else {
        open.add(records.get(r++));
      }
    }
    pieces.add(open.build());
    return new Merge(prior, new SessionState(pieces));
  }
}
