package org.variometer.shard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  private final SessionRules rules;
  private final SessionMerger merger;
  private final int shards;
  private final SessionCodec codec = new SessionCodec();
  private final Map<Chunk, List<BeaconRecord>> chunks = new HashMap<>();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private long read;
  private long ignoredPerformance;
  private long late;
  private long lastArrival = Long.MIN_VALUE;

  /** A session's records of one minute of arrival. */
  private record Chunk(SessionKey key, long minute) {
    // Written out: looked up for every record, and the generated ones are slower.
    @Override
    public boolean equals(Object other) {
      return other instanceof Chunk that && minute == that.minute && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + Long.hashCode(minute);
    }
  }

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
    chunks
        .computeIfAbsent(
            new Chunk(record.session(), record.arrival() / MINUTE_MILLIS),
            chunk -> new ArrayList<>(4))
        .add(record);
  }

  /** Counts a rejected record. */
  public void reject(RejectReason reason, long arrival) {
    note(arrival);
    rejected.merge(reason, 1L, Long::sum);
  }

  private void note(long arrival) {
    read++;
    lastArrival = Math.max(lastArrival, arrival);
  }

  /** The sessions of which anything was accepted, some of them several times. */
  public Stream<SessionKey> sessions() {
    return chunks.keySet().stream().map(Chunk::key);
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
    chunks.forEach(
        (chunk, records) -> {
          byte[] key = KeyBytes.of(chunk.key());
          long hash = KeyBytes.hash(key);
          int shard = (int) Long.remainderUnsigned(hash, shards);
          if (writers[shard] == null) {
            writers[shard] = new ByteWriter(1024);
          }
          writers[shard].writeLong(hash);
          writers[shard].writeBlock(key);
          writers[shard].writeUnsigned(chunk.minute());
          writers[shard].writeBlock(
              codec.encode(merger.merge(SessionState.EMPTY, records).merged()));
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
}
