package org.variometer.stream;

import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.variometer.config.VariometerConfig;
import org.variometer.session.SessionRules;
import org.variometer.shard.Packet;
import org.variometer.spark.Populate;
import org.variometer.spark.Rules;
import scala.Tuple2;

/** Decodes a micro-batch's records where they are read, and packs them by shard of sessions. */
final class ReadBeacons
    implements Function<JavaRDD<ConsumerRecord<byte[], byte[]>>, JavaPairRDD<Integer, Packet>> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;

  ReadBeacons(Rules rules) {
    this.rules = rules;
  }

  @Override
  public JavaPairRDD<Integer, Packet> call(JavaRDD<ConsumerRecord<byte[], byte[]>> records) {
    OffsetRange[] ranges = ((HasOffsetRanges) records.rdd()).offsetRanges();
    return JavaPairRDD.fromJavaRDD(
        records.mapPartitionsWithIndex(
            (index, partition) -> read(rules, partition, ranges[index]), false));
  }

  private static Iterator<Tuple2<Integer, Packet>> read(
      Rules rules, Iterator<ConsumerRecord<byte[], byte[]>> records, OffsetRange range) {
    VariometerConfig config = rules.get();
    DeadLetters deadLetters = new DeadLetters(config.kafka());
    Iterator<Tuple2<Integer, Packet>> packets =
        new Populate<ConsumerRecord<byte[], byte[]>>(
                config,
                SessionRules.stream(config.maxBeacons()),
                config.stream().shards(),
                ConsumerRecord::value,
                ConsumerRecord::timestamp)
            .read(records, range.partition(), range.untilOffset(), deadLetters);
    deadLetters.flush();
    return packets;
  }
}
