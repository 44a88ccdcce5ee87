package org.variometer.shard;

import java.util.List;
import java.util.SortedMap;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteWriter;
import org.variometer.ledger.Ledger;
import org.variometer.log.LogProgress;
import org.variometer.metric.Totals;
import org.variometer.rolling.RollingVisitors;
import org.variometer.session.Piece;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * Makes the state with which a stream goes on where a slot of the batch ends (spec §7). What the
 * batch knows of a session is one piece, however it was cut for the stream, and what that has
 * contributed is in the batch's totals: both are taken together, so that what comes later
 * contributes its difference to totals that have the rest. Of sessions that the log has passed the
 * totals are all that is taken.
 */
public final class StateOfSlot {
  private static final long MINUTE_MILLIS = 60_000;

  private final LogProgress progress;
  private final long oldestHeld;

  /**
   * Where a slot ends.
   *
   * @param nextOffsets the offset behind its last record, by partition
   * @param passed the instant that the log has passed there, ms since the epoch, or {@link
   *     LogProgress#NOT_BEGUN}: nothing that follows arrived earlier but by the allowed disorder
   * @param rules how the stream sees sessions
   */
  public StateOfSlot(SortedMap<Integer, Long> nextOffsets, long passed, SessionRules rules) {
    this.progress = LogProgress.at(nextOffsets, passed);
    this.oldestHeld = SessionUpdater.oldestHeld(passed, rules);
  }

  /** Sessions whose last arrival is before this instant are not held, ms since the epoch. */
  public long oldestHeld() {
    return oldestHeld;
  }

  /** The sessions of one shard. For one thread. */
  public final class Sessions {
    private final SessionTable table = new SessionTable(0);
    private final SessionCodec codec = new SessionCodec();
    private final ByteWriter key = new ByteWriter(64);
    private final ByteWriter record = new ByteWriter(512);

    /**
     * Adds what can still change of a session, if anything can.
     *
     * @param hash the hash of its key
     * @param state its state as the batch keeps it
     * @throws IllegalArgumentException if that can't be read
     */
    public void add(long hash, SessionKey session, byte[] state) {
      List<Piece> held =
          codec.decode(state).pieces().stream()
              .filter(piece -> piece.lastArrival() >= oldestHeld)
              .toList();
      if (held.isEmpty()) {
        return;
      }
      key.clear();
      KeyBytes.write(session, key);
      record.clear();
      record.writeBlock(key);
      byte[] kept = codec.encode(new SessionState(held));
      record.writeBytes(kept, 0, kept.length);
      table.put(
          hash,
          key.toByteArray(),
          (int) (held.get(held.size() - 1).lastArrival() / MINUTE_MILLIS),
          record.toByteArray());
    }

    /** Adds the sessions of another part of the shard, which has none of these. */
    public void addAll(SessionShard part) {
      table.putAll(part.sessions());
    }

    /** The shard. */
    public SessionShard build() {
      return new SessionShard(table, progress, null);
    }
  }

  /**
   * A part of the meters, which has seen nobody yet.
   *
   * @param totals the batch's minutes of the keys of this part
   * @param oldestHour the first hour (since the epoch) that is held; its minutes have to be among
   *     them, and those of all behind it
   * @param counts what happened until then, to be told by one part alone
   */
  public MeterShard meter(List<Totals> totals, int oldestHour, RunCounts counts) {
    return new MeterShard(
        progress,
        Ledger.EMPTY.add(totals, oldestHour, changed -> {}).ledger(),
        RollingVisitors.EMPTY,
        new MeterYield(
            List.of(), List.of(), RunCounts.NONE, counts, MeterYield.Gauges.NONE, progress));
  }
}
