package org.variometer.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Decoded;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.Rejection;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.shard.Packet;
import org.variometer.shard.PacketBuilder;
import scala.Tuple2;

/**
 * Decodes, validates, enriches and packs what one task reads of a partition of the log.
 *
 * @param <R> the records of the log
 */
public final class Populate<R> {
  private static final byte[] NOTHING = {};

  private final BeaconDecoder decoder;
  private final PacketBuilder packets;
  private final Function<R, byte[]> payload;
  private final ToLongFunction<R> arrival;

  /**
   * A task's work.
   *
   * @param config the rules
   * @param latest the latest instant at which a record can have arrived, ms since the epoch
   * @param shards the number of shards of sessions
   * @param payload a record's bytes, null if it has none
   * @param arrival a record's timestamp, ms since the epoch
   */
  public Populate(
      VariometerConfig config,
      long latest,
      int shards,
      Function<R, byte[]> payload,
      ToLongFunction<R> arrival) {
    this.decoder = new BeaconDecoder(config.beaconRules());
    this.packets = new PacketBuilder(latest, shards);
    this.payload = payload;
    this.arrival = arrival;
  }

  /**
   * Reads a partition's records.
   *
   * @param records the records, in any order
   * @param partition the partition's number
   * @param nextOffset the offset behind the last of them
   * @param firstShard the number of the first of the shards
   * @param rejected takes the records that are no beacons
   * @param sessions told of every accepted record's session
   * @return a packet for each shard, by the shard's number, also where there are no records
   */
  public Iterator<Tuple2<Integer, Packet>> read(
      Iterator<R> records,
      int partition,
      long nextOffset,
      int firstShard,
      RejectedRecords<R> rejected,
      Consumer<SessionKey> sessions) {
    while (records.hasNext()) {
      R record = records.next();
      byte[] bytes = payload.apply(record);
      // A record without a timestamp (-1) arrived before any beacon could.
      long instant = Math.max(0, arrival.applyAsLong(record));
      byte[] beacon = bytes == null ? NOTHING : bytes;
      Decoded decoded = decoder.decode(beacon, 0, beacon.length, instant);
      if (decoded instanceof BeaconRecord accepted) {
        sessions.accept(accepted.session());
        packets.add(accepted);
      } else {
        RejectReason reason = ((Rejection) decoded).reason();
        packets.reject(reason, instant);
        rejected.reject(record, reason);
      }
    }
    List<Tuple2<Integer, Packet>> byShard = new ArrayList<>();
    for (Packet packet : packets.build(partition, nextOffset)) {
      byShard.add(new Tuple2<>(firstShard + byShard.size(), packet));
    }
    return byShard.iterator();
  }
}
