package org.variometer.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.variometer.beacon.BeaconRecord;

/**
 * Adds records to what is known of a session (spec §2). The result depends on the set of records
 * alone: any order, any division into merges, any repetition of content gives the same state.
 */
public final class SessionMerger {
  private static final Comparator<BeaconRecord> BY_ARRIVAL =
      Comparator.comparingLong(BeaconRecord::arrival);
  private static final Comparator<Piece> BY_FIRST_ARRIVAL =
      Comparator.comparingLong(Piece::firstArrival);

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
    return merge(prior, records, records.size(), BeaconRecord::arrival, PieceBuilder::add);
  }

  /**
   * Adds what other records of this session were merged to: the result is the same as if they had
   * come one by one.
   *
   * @param prior what is known
   * @param arrived what is known of other records, merged by the same rules
   */
  public Merge merge(SessionState prior, SessionState arrived) {
    return mergePieces(prior, arrived.pieces());
  }

  /**
   * Adds several at once: the result is the same as if they had come one after the other.
   *
   * @param prior what is known
   * @param arrived what is known of other records, each merged by the same rules
   */
  public Merge mergeAll(SessionState prior, List<SessionState> arrived) {
    if (arrived.size() == 1) {
      return merge(prior, arrived.get(0));
    }
    List<Piece> pieces = new ArrayList<>(arrived.size());
    arrived.forEach(state -> pieces.addAll(state.pieces()));
    pieces.sort(BY_FIRST_ARRIVAL);
    return mergePieces(prior, pieces);
  }

  private Merge mergePieces(SessionState prior, List<Piece> arrived) {
    return arrived.isEmpty()
        ? new Merge(prior, prior)
        : merge(prior, arrived, beacons(arrived), Piece::firstArrival, PieceBuilder::add);
  }

  private static int beacons(List<Piece> pieces) {
    int sum = 0;
    for (Piece piece : pieces) {
      sum += piece.size();
    }
    return sum;
  }

  /** One walk over what is known and what arrived, both ordered by arrival. */
  private <T> Merge merge(
      SessionState prior,
      List<T> arrived,
      int beaconsArrived,
      ToLongFunction<T> arrivalOf,
      BiConsumer<PieceBuilder, T> adder) {
    List<Piece> known = prior.pieces();
    int expected = beacons(known) + beaconsArrived;
    List<Piece> pieces = new ArrayList<>(known.size() + 1);
    PieceBuilder open = null;
    int k = 0;
    int a = 0;
    while (k < known.size() || a < arrived.size()) {
      boolean knownNext =
          a == arrived.size()
              || (k < known.size()
                  && known.get(k).firstArrival() <= arrivalOf.applyAsLong(arrived.get(a)));
      long arrival =
          knownNext ? known.get(k).firstArrival() : arrivalOf.applyAsLong(arrived.get(a));
      if (open == null || arrival - open.lastArrival() > rules.cut()) {
        if (open != null) {
          pieces.add(open.build());
        }
        open = new PieceBuilder(arrival, rules.maxBeacons(), expected);
      }
      if (knownNext) {
        open.add(known.get(k++));
      } else {
        adder.accept(open, arrived.get(a++));
      }
    }
    pieces.add(open.build());
    return new Merge(prior, new SessionState(pieces));
  }
}
