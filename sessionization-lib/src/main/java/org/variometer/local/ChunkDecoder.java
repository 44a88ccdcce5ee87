package org.variometer.local;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.Decoded;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.Rejection;

/** Decodes chunks of lines, counts them, and hands the beacons to the shards. Thread-safe. */
final class ChunkDecoder {
  private final BeaconRules rules;
  private final List<SessionShard> shards;
  private final Queue<BeaconDecoder> idle = new ConcurrentLinkedQueue<>();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private long read;
  private long ignoredPerformance;

  ChunkDecoder(BeaconRules rules, List<SessionShard> shards) {
    this.rules = rules;
    this.shards = shards;
  }

  void decode(byte[] lines) {
    BeaconDecoder decoder = idle.poll();
    if (decoder == null) {
      decoder = new BeaconDecoder(rules);
    }
    List<List<BeaconRecord>> byShard = new ArrayList<>(shards.size());
    shards.forEach(shard -> byShard.add(new ArrayList<>()));
    Map<RejectReason, Long> rejectedHere = new EnumMap<>(RejectReason.class);
    long readHere = 0;
    long ignoredHere = 0;
    int from = 0;
    while (from < lines.length) {
      int feed = from;
      while (feed < lines.length && lines[feed] != '\n') {
        feed++;
      }
      int to = LineReader.withoutReturn(lines, from, feed);
      if (to > from) {
        readHere++;
        Decoded decoded = decoder.decodeLine(lines, from, to);
        if (decoded instanceof BeaconRecord record) {
          ignoredHere += record.ignoredPerformance();
          byShard.get(Math.floorMod(record.session().hashCode(), shards.size())).add(record);
        } else {
          rejectedHere.merge(((Rejection) decoded).reason(), 1L, Long::sum);
        }
      }
      from = feed + 1;
    }
    idle.add(decoder);
    for (int i = 0; i < shards.size(); i++) {
      shards.get(i).add(byShard.get(i));
    }
    count(readHere, rejectedHere, ignoredHere);
  }

  synchronized long read() {
    return read;
  }

  synchronized Map<RejectReason, Long> rejected() {
    return new EnumMap<>(rejected);
  }

  synchronized long ignoredPerformance() {
    return ignoredPerformance;
  }

  private synchronized void count(long lines, Map<RejectReason, Long> reasons, long ignored) {
    read += lines;
    ignoredPerformance += ignored;
    reasons.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
  }
}
