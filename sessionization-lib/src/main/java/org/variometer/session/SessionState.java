package org.variometer.session;

import java.util.List;

/**
 * What is known of one session: its pieces, in the order of their arrival. The batch nearly always
 * has one, the stream keeps one or two until they are freed.
 *
 * @param pieces immutable, ordered by {@link Piece#firstArrival}, further apart than the cut
 */
public record SessionState(List<Piece> pieces) {
  /** A session never heard of. */
  public static final SessionState EMPTY = new SessionState(List.of());

  /** Copies a list that is not immutable. */
  public SessionState {
    pieces = List.copyOf(pieces);
  }
}
