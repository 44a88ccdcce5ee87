package org.variometer.stream;

import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.shard.Packet;
import org.variometer.spark.HomePartitioner;
import org.variometer.spark.Populate;
import org.variometer.spark.Rules;
import org.variometer.stream.snapshot.Layout;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/**
 * Decodes a micro-batch's records where they are read, and packs them by shard of sessions. Where
 * the topic is partitioned by session, each partition has shards of its own and its packets stay
 * where they are.
 */
final class ReadBeacons
    implements Function2<
        JavaRDD<ConsumerRecord<byte[], byte[]>>, Time, JavaPairRDD<Integer, Packet>> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;

  /** Where shards live; null if any partition may have any session. */
  private final HomePartitioner home;

  ReadBeacons(Rules rules, Optional<HomePartitioner> home) {
    this.rules = rules;
    this.home = home.orElse(null);
  }

  @Override
  public JavaPairRDD<Integer, Packet> call(
      JavaRDD<ConsumerRecord<byte[], byte[]>> records, Time time) {
    // The micro-batch's own time and no clock: when it is repeated it comes to the same.
    long latest = time.milliseconds();
    OffsetRange[] ranges = ((HasOffsetRanges) records.rdd()).offsetRanges();
    Rules ofTasks = rules;
    HomePartitioner homeOfTasks = home;
    JavaRDD<Tuple2<Integer, Packet>> packets =
        records.mapPartitionsWithIndex(
            (index, partition) -> read(ofTasks, homeOfTasks, latest, partition, ranges[index]),
            false);
    return home == null
        ? JavaPairRDD.fromJavaRDD(packets)
        : JavaPairRDD.fromRDD(
            new HomeRdd(packets.rdd(), ranges, home),
            ClassTag$.MODULE$.apply(Integer.class),
            ClassTag$.MODULE$.apply(Packet.class));
  }

  private static Iterator<Tuple2<Integer, Packet>> read(
      Rules rules,
      HomePartitioner home,
      long latest,
      Iterator<ConsumerRecord<byte[], byte[]>> records,
      OffsetRange range) {
    VariometerConfig config = rules.get();
    DeadLetters deadLetters = new DeadLetters(config.kafka());
    Iterator<Tuple2<Integer, Packet>> packets =
        new Populate<ConsumerRecord<byte[], byte[]>>(
                config,
                latest,
                home == null ? config.stream().shards() : home.shardsOfEach(),
                ConsumerRecord::value,
                ConsumerRecord::timestamp)
            .read(
                records,
                range.partition(),
                range.untilOffset(),
                home == null ? 0 : home.firstShard(range.partition()),
                deadLetters,
                session -> {
                  if (home != null) {
                    requireHome(session, range, home);
                  }
                });
    deadLetters.flush();
    return packets;
  }

  /** A session's records in two partitions would be two sessions: a wrong number, in silence. */
  private static void requireHome(SessionKey session, OffsetRange range, HomePartitioner home) {
    int partition = Layout.home(session, home.numPartitions());
    if (partition != range.partition()) {
      throw new IllegalStateException(
          "topic "
              + range.topic()
              + " is not partitioned by session: session "
              + session.sessionId()
              + " belongs to partition "
              + partition
              + " and has records in partition "
              + range.partition()
              + ", offsets "
              + range.fromOffset()
              + " to "
              + range.untilOffset()
              + ". Set variometer.stream.partitioned-by-session = false");
    }
  }
}
