package org.variometer.session;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * Where accepted records went (spec §1): records = used + duplicate + quarantined. Counted from the
 * state itself, so that nothing that is done twice is counted twice.
 *
 * @param used standing beacons
 * @param duplicate records whose beacon does not stand
 * @param quarantined records of quarantined sessions
 * @param sessions sessions (for the stream pieces), quarantined ones left out
 * @param visits their visits
 */
public record SessionCounts(
    long used, long duplicate, long quarantined, long sessions, long visits) {
  /** Of nothing. */
  public static final SessionCounts ZERO = new SessionCounts(0, 0, 0, 0, 0);

  /** Of one session's state. */
  public static SessionCounts of(SessionState state, SessionRules rules) {
    SessionCounts sum = ZERO;
    for (Piece piece : state.pieces()) {
      sum =
          sum.plus(
              piece.isQuarantined()
                  ? new SessionCounts(0, 0, piece.records(), 0, 0)
                  : new SessionCounts(
                      piece.size(),
                      piece.records() - piece.size(),
                      0,
                      1,
                      Visit.count(piece, rules)));
    }
    return sum;
  }

  /** The sum of both. */
  public SessionCounts plus(SessionCounts other) {
    return new SessionCounts(
        used + other.used,
        duplicate + other.duplicate,
        quarantined + other.quarantined,
        sessions + other.sessions,
        visits + other.visits);
  }

  /** What these have more than {@code other}; parts may be negative. */
  public SessionCounts minus(SessionCounts other) {
    return new SessionCounts(
        used - other.used,
        duplicate - other.duplicate,
        quarantined - other.quarantined,
        sessions - other.sessions,
        visits - other.visits);
  }

  /** Writes them. */
  public void writeTo(ByteWriter out) {
    out.writeSigned(used);
    out.writeSigned(duplicate);
    out.writeSigned(quarantined);
    out.writeSigned(sessions);
    out.writeSigned(visits);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SessionCounts readFrom(ByteReader in) {
    return new SessionCounts(
        in.readSigned(), in.readSigned(), in.readSigned(), in.readSigned(), in.readSigned());
  }
}
