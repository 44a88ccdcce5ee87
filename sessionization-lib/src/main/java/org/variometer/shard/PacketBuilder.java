package org.variometer.shard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.RejectReason;
import org.variometer.codec.ByteWriter;
import org.variometer.log.ArrivalDigest;
import org.variometer.log.LogProgress;
import org.variometer.log.PartitionReport;
import org.variometer.session.SessionRules;

/**
 * Packs what one task reads of one partition by shard, record by record, so that nothing but bytes
 * is held. For one thread and one use.
 */
public final class PacketBuilder {
  private static final long LATE = SessionRules.INACTIVITY.toMillis();

  private final long latest;
  private final RecordWriter[] writers;
  private final ByteWriter key = new ByteWriter(64);
  private final ArrivalDigest.Builder digest = new ArrivalDigest.Builder();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private long read;
  private long ignoredPerformance;
  private long late;
  private long firstArrival = Intake.NO_ARRIVAL;
  private long lastArrival = LogProgress.NOT_BEGUN;
  private long lastRejected = LogProgress.NOT_BEGUN;

  /**
   * Packs for this many shards.
   *
   * @param latest the latest instant at which a record can have arrived, ms since the epoch: a
   *     collector's clock from the future must not make the log pass everybody's records
   * @param shards the number of packets to make
   */
  public PacketBuilder(long latest, int shards) {
    this.latest = latest;
    this.writers = new RecordWriter[shards];
  }

  /** Adds an accepted record. */
  public void add(BeaconRecord record) {
    read++;
    arrived(record.arrival());
    ignoredPerformance += record.ignoredPerformance();
    if (record.arrival() - record.beacon().timestamp() > LATE) {
      late++;
    }
    key.clear();
    KeyBytes.write(record.session(), key);
    long hash = key.hash();
    digest.add(record.arrival(), hash, record.beacon().id());
    int shard = SessionShard.of(hash, writers.length);
    if (writers[shard] == null) {
      writers[shard] = new RecordWriter();
    }
    writers[shard].add(hash, key, record);
  }

  private void arrived(long arrival) {
    firstArrival = Math.min(firstArrival, arrival);
    lastArrival = Math.max(lastArrival, Math.min(arrival, latest));
  }

  /** Counts a rejected record. Nothing is wrong with the arrival of a bot's. */
  public void reject(RejectReason reason, long arrival) {
    read++;
    if (reason == RejectReason.BOT) {
      arrived(arrival);
    } else {
      lastRejected = Math.max(lastRejected, arrival);
    }
    rejected.merge(reason, 1L, Long::sum);
  }

  /**
   * One packet for each shard.
   *
   * @param partition the partition that was read
   * @param nextOffset the offset behind what was read
   */
  public List<Packet> build(int partition, long nextOffset) {
    PartitionReport report = new PartitionReport(partition, lastArrival, lastRejected, nextOffset);
    List<Packet> packets = new ArrayList<>(writers.length);
    for (int shard = 0; shard < writers.length; shard++) {
      packets.add(
          new Packet(
              report,
              shard == 0
                  ? new Intake(
                      read, rejected, ignoredPerformance, late, firstArrival, digest.build())
                  : Intake.NONE,
              writers[shard] == null ? new byte[0] : writers[shard].toByteArray()));
      // Its bytes are held twice no longer than needed.
      writers[shard] = null;
    }
    return packets;
  }
}
