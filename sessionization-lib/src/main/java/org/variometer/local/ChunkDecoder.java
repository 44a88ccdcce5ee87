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
  /** Before all arrivals. */
  static final long NO_ARRIVAL = Long.MIN_VALUE;

  private final BeaconRules rules;
  private final List<SessionShard> shards;
  private final Queue<BeaconDecoder> idle = new ConcurrentLinkedQueue<>();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private long read;
  private long ignoredPerformance;
  private long newestArrival = NO_ARRIVAL;

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
    long newestHere = NO_ARRIVAL;
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
          newestHere = Math.max(newestHere, record.arrival());
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
    count(readHere, rejectedHere, ignoredHere, newestHere);
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

  /** The latest arrival of a record accepted, ms since the epoch, or {@link #NO_ARRIVAL}. */
  synchronized long newestArrival() {
    return newestArrival;
  }

  private synchronized void count(
      long lines, Map<RejectReason, Long> reasons, long ignored, long newest) {
    newestArrival = Math.max(newestArrival, newest);
    read += lines;
    ignoredPerformance += ignored;
    reasons.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
  }
}
