package org.variometer.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.log.LogProgress;
import org.variometer.log.PartitionReport;
import org.variometer.metric.Contributions;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.Sightings;
import org.variometer.metric.Totals;
import org.variometer.rolling.SightingLog;
import org.variometer.session.Merge;
import org.variometer.session.Piece;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionCounts;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * Adds a micro-batch's packets to a shard: merges each session with what is known of it, yields
 * what that means for totals and rolling metrics, and frees what the log has passed (spec §2). For
 * one thread.
 */
public final class SessionUpdater {
  /** How far the records of a partition may be out of order by arrival, ms (spec §2). */
  public static final long ALLOWED_DISORDER = 5 * 60_000L;

  private static final long MINUTE_MILLIS = 60_000;

  private final SessionRules rules;
  private final SessionMerger merger;
  private final Contributions contributions;
  private final Sightings sightings;
  private final ToLongFunction<LogProgress> horizon;
  private final SessionCodec codec = new SessionCodec();
  private final ByteWriter writer = new ByteWriter(512);

  /** What arrived of one session within one minute: where its state lies in a packet. */
  private record Chunk(long minute, byte[] state) {}

  /** A session's key as bytes that compare by content. */
  private record Key(long hash, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(hash);
    }
  }

  /**
   * Updates by these rules.
   *
   * @param rules how the stream sees sessions
   * @param catalog all metrics
   * @param horizon the instant of arrival that every partition which can still carry records of the
   *     shard's sessions has passed
   */
  public SessionUpdater(
      SessionRules rules, MetricCatalog catalog, ToLongFunction<LogProgress> horizon) {
    this.rules = rules;
    this.merger = new SessionMerger(rules);
    this.contributions = new Contributions(catalog, rules);
    this.sightings = new Sightings(rules);
    this.horizon = horizon;
  }

  /** The shard after a micro-batch, which may have nothing for it. */
  public SessionShard update(SessionShard prior, List<Packet> packets) {
    if (packets.isEmpty()) {
      return prior.withoutYield();
    }
    return new Update(prior).run(packets);
  }

  /** The work of one update, on the updater's own copy of the table. */
  private final class Update {
    private final SessionShard prior;
    private final long before;
    private final SessionTable sessions;
    private final Totals totals = new Totals();
    private final SightingLog.Builder seen = new SightingLog.Builder();
    private SessionCounts counts = SessionCounts.ZERO;
    private long joins;
    private long freed;

    Update(SessionShard prior) {
      this.prior = prior;
      this.before = horizon.applyAsLong(prior.progress());
      this.sessions = prior.sessions().copy();
    }

    SessionShard run(List<Packet> packets) {
      Set<PartitionReport> reports = new HashSet<>();
      Intake intake = Intake.NONE;
      Map<Key, List<Chunk>> arrived = new HashMap<>();
      for (Packet packet : packets) {
        reports.add(packet.report());
        intake = intake.plus(packet.intake());
        ByteReader in = new ByteReader(packet.sessions());
        while (!in.atEnd()) {
          Key key = new Key(in.readLong(), in.readBlock());
          List<Chunk> chunks = arrived.computeIfAbsent(key, k -> new ArrayList<>(2));
          int minutes = in.readCount();
          for (int i = 0; i < minutes; i++) {
            chunks.add(new Chunk(in.readUnsigned(), in.readBlock()));
          }
        }
      }
      arrived.forEach(this::merge);
      LogProgress progress = prior.progress().advance(reports);
      SessionTable held = free(horizon.applyAsLong(progress));
      return new SessionShard(
          held,
          progress,
          new ShardYield(
              totals, seen.build(), new RunCounts(intake, counts, joins, freed), reports));
    }

    private void merge(Key key, List<Chunk> chunks) {
      String site = KeyBytes.key(key.bytes()).site();
      SessionState known = known(key);
      chunks.sort(Comparator.comparingLong(Chunk::minute));
      List<SessionState> arrived = new ArrayList<>(chunks.size());
      for (Chunk chunk : chunks) {
        arrived.add(codec.decode(chunk.state()));
      }
      SessionState merged = merger.mergeAll(known, arrived).merged();
      contributions.addDifference(site, new Merge(known, merged), totals);
      for (int i = 0; i < arrived.size(); i++) {
        sightings.add(site, merged, arrived.get(i), (int) chunks.get(i).minute(), seen);
      }
      count(known, merged);
      keep(key, merged);
    }

    /** What is known of a session, without the pieces that the log has passed. */
    private SessionState known(Key key) {
      byte[] record = sessions.get(key.hash(), key.bytes());
      if (record == null) {
        return SessionState.EMPTY;
      }
      SessionState state = codec.decode(record, stateOffset(record));
      List<Piece> held = new ArrayList<>(state.pieces().size());
      for (Piece piece : state.pieces()) {
        if (isPassed(piece.lastArrival(), before)) {
          freed++;
        } else {
          held.add(piece);
        }
      }
      return held.size() == state.pieces().size() ? state : new SessionState(held);
    }

    private void count(SessionState known, SessionState merged) {
      SessionCounts now = SessionCounts.of(merged, rules);
      SessionCounts difference = now.minus(SessionCounts.of(known, rules));
      counts = counts.plus(difference);
      if (now.quarantined() == 0) {
        joins += Math.max(0, -difference.visits());
      }
    }

    private void keep(Key key, SessionState merged) {
      long lastArrival = merged.pieces().get(merged.pieces().size() - 1).lastArrival();
      writer.clear();
      writer.writeBlock(key.bytes());
      byte[] state = codec.encode(merged);
      writer.writeBytes(state, 0, state.length);
      sessions.put(
          key.hash(), key.bytes(), (int) (lastArrival / MINUTE_MILLIS), writer.toByteArray());
    }

    /** Frees the sessions that the log has passed; looked for once in a minute of the log. */
    private SessionTable free(long after) {
      if (after == LogProgress.NOT_BEGUN
          || (before != LogProgress.NOT_BEGUN && minute(after) == minute(before))) {
        return sessions;
      }
      int oldest = (int) minute(after - rules.cut() - ALLOWED_DISORDER);
      for (int slot = 0; slot < sessions.slots(); slot++) {
        byte[] record = sessions.record(slot);
        if (record != null && sessions.lastMinute(slot) < oldest) {
          freed += SessionCodec.pieces(record, stateOffset(record));
        }
      }
      return sessions.without(oldest);
    }

    private boolean isPassed(long lastArrival, long passed) {
      return passed != LogProgress.NOT_BEGUN
          && lastArrival + rules.cut() + ALLOWED_DISORDER < passed;
    }
  }

  private static int stateOffset(byte[] record) {
    ByteReader in = new ByteReader(record);
    in.skipBlock();
    return in.position();
  }

  private static long minute(long instant) {
    return Math.floorDiv(instant, MINUTE_MILLIS);
  }
}
