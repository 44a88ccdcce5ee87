package org.variometer.shard;

import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.LogProgress;
import org.variometer.session.SessionCodec;

/**
 * One part of all sessions, as the stream keeps it between micro-batches. Immutable; what follows
 * shares every session that was not touched.
 */
public final class SessionShard {
  /** No sessions. */
  public static final SessionShard EMPTY =
      new SessionShard(new SessionTable(0), LogProgress.NONE, null);

  private static final int VERSION = 3;

  private final SessionTable sessions;
  private final LogProgress progress;
  private final ShardYield yield;

  SessionShard(SessionTable sessions, LogProgress progress, ShardYield yield) {
    this.sessions = sessions;
    this.progress = progress;
    this.yield = yield;
  }

  /**
   * The shard in which a session is.
   *
   * @param hash the hash of its key
   * @param shards how many there are
   */
  public static int of(long hash, int shards) {
    return (int) Long.remainderUnsigned(hash, shards);
  }

  /** The number of sessions held. */
  public int size() {
    return sessions.size();
  }

  /** What the last micro-batch yielded, null if it did not come here. */
  public ShardYield lastYield() {
    return yield;
  }

  SessionTable sessions() {
    return sessions;
  }

  LogProgress progress() {
    return progress;
  }

  /**
   * Reads every session once.
   *
   * @throws IllegalArgumentException if one can't be read
   */
  public void verify() {
    SessionCodec codec = new SessionCodec();
    for (int slot = 0; slot < sessions.slots(); slot++) {
      byte[] record = sessions.record(slot);
      if (record != null) {
        codec.decode(record, SessionTable.stateOffset(record));
      }
    }
  }

  /** The same sessions, without what the last micro-batch yielded: that is told to the meters. */
  public SessionShard withoutYield() {
    return yield == null ? this : new SessionShard(sessions, progress, null);
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(VERSION);
    progress.writeTo(out);
    sessions.writeTo(out);
    out.writeUnsigned(yield == null ? 0 : 1);
    if (yield != null) {
      yield.writeTo(out);
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SessionShard readFrom(ByteReader in) {
    int version = in.readVersion("a shard of sessions", VERSION);
    LogProgress progress = LogProgress.readFrom(in);
    SessionTable sessions = SessionTable.readFrom(in);
    return new SessionShard(
        sessions, progress, in.readUnsigned() == 1 ? ShardYield.readFrom(in, version) : null);
  }
}
