package org.variometer.slot;

import java.time.Duration;
import java.util.List;
import org.variometer.session.Piece;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * What the batch still knows of sessions: as much as can matter to records that come in the order
 * of their arrival, and a day more. It goes by the arrivals of records, not by the clock, so that
 * old records can be read at any time.
 *
 * @param oldestArrival what arrived last before then is forgotten, ms since the epoch; {@link
 *     Long#MIN_VALUE} if nothing is
 */
public record Memory(long oldestArrival) {
  /** How much later than its like a record may come that is still joined with it. */
  private static final Duration DISORDER = Duration.ofDays(1);

  /** How long what arrived is remembered. */
  public static final Duration LENGTH = SessionRules.BATCH_MEMORY.plus(DISORDER);

  /** Nothing is forgotten. */
  public static final Memory WHOLE = new Memory(Long.MIN_VALUE);

  /**
   * What a slot knows.
   *
   * @param latestArrival the latest arrival of what slots before it know, ms since the epoch. One
   *     behind the slot's begin counts as its begin: a clock that is ahead makes nobody forget
   */
  public static Memory of(Slot slot, long latestArrival) {
    return new Memory(Math.min(slot.begin().toEpochMilli(), latestArrival) - LENGTH.toMillis());
  }

  /** Whether what arrived last then is known. */
  public boolean reaches(long lastArrival) {
    return lastArrival >= oldestArrival;
  }

  /** What is known of a session. */
  public SessionState of(SessionState state) {
    List<Piece> pieces =
        state.pieces().stream().filter(piece -> reaches(piece.lastArrival())).toList();
    return pieces.size() == state.pieces().size() ? state : new SessionState(pieces);
  }
}
