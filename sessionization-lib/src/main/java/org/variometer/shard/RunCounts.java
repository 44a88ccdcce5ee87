package org.variometer.shard;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.session.SessionCounts;

/**
 * What happened, counted from the data: of one micro-batch, or since the state began.
 *
 * @param intake what was read
 * @param sessions where the accepted records went; sessions are the stream's pieces
 * @param joins visits that ended because a late beacon joined them to another
 * @param freed pieces freed because the log has passed them
 */
public record RunCounts(Intake intake, SessionCounts sessions, long joins, long freed) {
  /** Nothing happened. */
  public static final RunCounts NONE = new RunCounts(Intake.NONE, SessionCounts.ZERO, 0, 0);

  /** The sum of both. */
  public RunCounts plus(RunCounts other) {
    return new RunCounts(
        intake.plus(other.intake),
        sessions.plus(other.sessions),
        joins + other.joins,
        freed + other.freed);
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    intake.writeTo(out);
    sessions.writeTo(out);
    out.writeUnsigned(joins);
    out.writeUnsigned(freed);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static RunCounts readFrom(ByteReader in) {
    return readFrom(in, Intake.readFrom(in));
  }

  /** Reads what a release wrote into a state of this version. */
  static RunCounts readFrom(ByteReader in, int form) {
    return readFrom(in, Intake.readFrom(in, form));
  }

  private static RunCounts readFrom(ByteReader in, Intake intake) {
    return new RunCounts(intake, SessionCounts.readFrom(in), in.readUnsigned(), in.readUnsigned());
  }
}
