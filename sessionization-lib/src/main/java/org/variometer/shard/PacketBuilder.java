package org.variometer.shard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.SessionKey;
import org.variometer.codec.ByteWriter;
import org.variometer.log.PartitionReport;
import org.variometer.session.SessionCodec;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;

/**
 * Gathers what one task reads of one partition and packs it by shard. Records of one session that
 * arrived in one minute are merged here already: merging is free to group as it likes. For one
 * thread and one use.
 */
public final class PacketBuilder {
  private static final long MINUTE_MILLIS = 60_000;
  private static final Comparator<BeaconRecord> BY_ARRIVAL =
      Comparator.comparingLong(BeaconRecord::arrival);

  private final SessionRules rules;
  private final SessionMerger merger;
  private final int shards;
  private final SessionCodec codec = new SessionCodec();
  private final Map<SessionKey, List<BeaconRecord>> sessions = new HashMap<>();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private long read;
  private long ignoredPerformance;
  private long late;
  private long lastArrival = Long.MIN_VALUE;

  /**
   * Packs for this many shards.
   *
   * @param rules how sessions are cut and quarantined
   * @param shards the number of packets to make
   */
  public PacketBuilder(SessionRules rules, int shards) {
    this.rules = rules;
    this.merger = new SessionMerger(rules);
    this.shards = shards;
  }

  /** Adds an accepted record. */
  public void add(BeaconRecord record) {
    note(record.arrival());
    ignoredPerformance += record.ignoredPerformance();
    if (record.arrival() - record.beacon().timestamp() > rules.visitGap()) {
      late++;
    }
    sessions.computeIfAbsent(record.session(), key -> new ArrayList<>(4)).add(record);
  }

  /**
   * Counts a rejected record. Its arrival says how far the log has come only if nothing but being a
   * bot's is wrong with it: one bad clock must not free all sessions.
   */
  public void reject(RejectReason reason, long arrival) {
    note(reason == RejectReason.BOT ? arrival : lastArrival);
    rejected.merge(reason, 1L, Long::sum);
  }

  private void note(long arrival) {
    read++;
    lastArrival = Math.max(lastArrival, arrival);
  }

  /** The sessions of which anything was accepted. */
  public Set<SessionKey> sessions() {
    return Collections.unmodifiableSet(sessions.keySet());
  }

  /**
   * One packet for each shard, none if nothing was read.
   *
   * @param partition the partition that was read
   * @param nextOffset the offset behind what was read
   */
  public List<Packet> build(int partition, long nextOffset) {
    if (read == 0) {
      return List.of();
    }
    ByteWriter[] writers = new ByteWriter[shards];
    sessions.forEach(
        (session, records) -> {
          byte[] key = KeyBytes.of(session);
          long hash = KeyBytes.hash(key);
          int shard = (int) Long.remainderUnsigned(hash, shards);
          if (writers[shard] == null) {
            writers[shard] = new ByteWriter(1024);
          }
          writers[shard].writeLong(hash);
          writers[shard].writeBlock(key);
          writeByMinute(records, writers[shard]);
        });
    PartitionReport report = new PartitionReport(partition, lastArrival, nextOffset);
    List<Packet> packets = new ArrayList<>(shards);
    for (ByteWriter writer : writers) {
      packets.add(
          new Packet(
              report,
              packets.isEmpty()
                  ? new Intake(read, rejected, ignoredPerformance, late)
                  : Intake.NONE,
              writer == null ? new byte[0] : writer.toByteArray()));
    }
    return packets;
  }

  /** Writes what arrived of a session, each minute merged by itself. */
  private void writeByMinute(List<BeaconRecord> records, ByteWriter out) {
    records.sort(BY_ARRIVAL);
    int minutes = 1;
    for (int i = 1; i < records.size(); i++) {
      minutes += minute(records.get(i)) == minute(records.get(i - 1)) ? 0 : 1;
    }
    out.writeUnsigned(minutes);
    int from = 0;
    for (int i = 1; i <= records.size(); i++) {
      if (i == records.size() || minute(records.get(i)) != minute(records.get(from))) {
        SessionState merged = merger.merge(SessionState.EMPTY, records.subList(from, i)).merged();
        out.writeUnsigned(minute(records.get(from)));
        out.writeBlock(codec.encode(merged));
        from = i;
      }
    }
  }

  private static long minute(BeaconRecord record) {
    return record.arrival() / MINUTE_MILLIS;
  }
}
