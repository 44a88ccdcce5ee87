package org.variometer.stream;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Time;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterInput;
import org.variometer.shard.SessionShard;
import org.variometer.spark.Contribute;

/**
 * Tells the meters what a micro-batch did to sessions, and what is sealed: as far as that is known
 * when the micro-batch is laid out. That stays with the micro-batch, and in the checkpoint: when it
 * is computed again, the same buckets are sealed.
 */
final class TellMeters
    implements Function2<
        JavaPairRDD<Integer, SessionShard>, Time, JavaPairRDD<Integer, MeterInput>> {
  private static final long serialVersionUID = 1L;

  /** More than a day of half-hourly seals: micro-batches that old are not computed again. */
  private static final int SEALS = 64;

  private final int meters;

  /** The seal, ms, by the micro-batch from which on it holds. */
  private final TreeMap<Long, Long> sealedFrom = new TreeMap<>();

  private long lastTime = Long.MIN_VALUE;

  /** Divides among this many meters. */
  TellMeters(int meters) {
    this.meters = meters;
  }

  @Override
  public JavaPairRDD<Integer, MeterInput> call(
      JavaPairRDD<Integer, SessionShard> shards, Time time) {
    return shards.mapPartitionsToPair(new Contribute(meters, sealed(time.milliseconds())));
  }

  private SealedThrough sealed(long time) {
    if (time > lastTime) {
      lastTime = time;
      long now = BatchFinisher.current().sealed().millis();
      if (sealedFrom.isEmpty() || now > sealedFrom.lastEntry().getValue()) {
        sealedFrom.put(time, now);
      }
      if (sealedFrom.size() > SEALS) {
        sealedFrom.pollFirstEntry();
      }
    }
    Map.Entry<Long, Long> then = sealedFrom.floorEntry(time);
    return then == null ? SealedThrough.NOTHING : new SealedThrough(then.getValue());
  }
}
