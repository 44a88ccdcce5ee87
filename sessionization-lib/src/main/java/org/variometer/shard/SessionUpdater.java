package org.variometer.shard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.variometer.beacon.BeaconRecord;
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
  private final SessionCodec codec = new SessionCodec();
  private final ByteWriter writer = new ByteWriter(512);

  /**
   * Updates by these rules.
   *
   * @param rules how the stream sees sessions
   * @param catalog all metrics
   */
  public SessionUpdater(SessionRules rules, MetricCatalog catalog) {
    this.rules = rules;
    this.merger = new SessionMerger(rules);
    this.contributions = new Contributions(catalog, rules);
    this.sightings = new Sightings(rules);
  }

  /** The shard after a micro-batch, which may have nothing for it. */
  public SessionShard update(SessionShard prior, List<Packet> packets) {
    if (packets.isEmpty()) {
      return prior.withoutYield();
    }
    return new Update(prior).run(packets);
  }

  /** The work of one update, where there are records on its own copy of the table. */
  private final class Update {
    private final SessionShard prior;
    private final long before;
    private SessionTable sessions;
    private final Totals totals = new Totals();
    private final SightingLog.Builder seen = new SightingLog.Builder();
    private SessionCounts counts = SessionCounts.ZERO;
    private long joins;
    private long freed;

    Update(SessionShard prior) {
      this.prior = prior;
      this.before = prior.progress().passed();
      this.sessions = prior.sessions();
    }

    SessionShard run(List<Packet> packets) {
      Set<PartitionReport> reports = new HashSet<>();
      Intake intake = Intake.NONE;
      ArrivedRecords arrived = new ArrivedRecords();
      if (packets.stream().anyMatch(packet -> packet.records().length > 0)) {
        sessions = sessions.copy();
      }
      for (Packet packet : packets) {
        reports.add(packet.report());
        intake = intake.plus(packet.intake());
        arrived.add(packet);
      }
      arrived.forEach(this::merge);
      LogProgress progress = prior.progress().advance(reports);
      SessionTable held = free(progress.passed());
      return new SessionShard(
          held,
          progress,
          new ShardYield(
              totals, seen.build(), new RunCounts(intake, counts, joins, freed), reports));
    }

    private void merge(long hash, byte[] key, List<BeaconRecord> records) {
      String site = records.get(0).session().site();
      SessionState known = known(hash, key);
      Merge merge = merger.merge(known, records);
      SessionState merged = merge.merged();
      contributions.addDifference(site, merge, totals);
      sightings.add(site, merged, records, seen);
      count(known, merged);
      keep(hash, key, merged);
    }

    /** What is known of a session, without the pieces that the log has passed. */
    private SessionState known(long hash, byte[] key) {
      byte[] record = sessions.get(hash, key);
      if (record == null) {
        return SessionState.EMPTY;
      }
      SessionState state = codec.decode(record, SessionTable.stateOffset(record));
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

    private void keep(long hash, byte[] key, SessionState merged) {
      long lastArrival = merged.pieces().get(merged.pieces().size() - 1).lastArrival();
      writer.clear();
      writer.writeBlock(key);
      byte[] state = codec.encode(merged);
      writer.writeBytes(state, 0, state.length);
      sessions.put(hash, key, (int) (lastArrival / MINUTE_MILLIS), writer.toByteArray());
    }

    /** Frees the sessions that the log has passed; looked for once in a minute of the log. */
    private SessionTable free(long after) {
      if (after == LogProgress.NOT_BEGUN
          || (before != LogProgress.NOT_BEGUN && minute(after) == minute(before))) {
        return sessions;
      }
      int oldest = (int) minute(oldestHeld(after, rules));
      for (int slot = 0; slot < sessions.slots(); slot++) {
        byte[] record = sessions.record(slot);
        if (record != null && sessions.lastMinute(slot) < oldest) {
          freed += SessionCodec.pieces(record, SessionTable.stateOffset(record));
        }
      }
      return sessions.without(oldest);
    }

    private boolean isPassed(long lastArrival, long passed) {
      return lastArrival < oldestHeld(passed, rules);
    }
  }

  /**
   * Pieces whose last arrival is before this instant are freed, ms since the epoch.
   *
   * @param passed the instant that the log has passed, ms since the epoch
   */
  static long oldestHeld(long passed, SessionRules rules) {
    return passed == LogProgress.NOT_BEGUN
        ? Long.MIN_VALUE
        : passed - rules.cut() - ALLOWED_DISORDER;
  }

  private static long minute(long instant) {
    return Math.floorDiv(instant, MINUTE_MILLIS);
  }
}
