package org.variometer.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.variometer.config.KafkaSettings;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.session.SessionRules;
import org.variometer.shard.MeterInput;
import org.variometer.shard.MeterRules;
import org.variometer.shard.MeterShard;
import org.variometer.shard.MeterUpdater;
import org.variometer.shard.Packet;
import org.variometer.shard.SessionShard;
import org.variometer.shard.SessionUpdater;
import org.variometer.spark.HomePartitioner;
import org.variometer.spark.Rules;
import org.variometer.spark.ShardPartitioner;
import org.variometer.spark.UpdateFunction;
import org.variometer.stream.snapshot.Origin;
import org.variometer.stream.snapshot.WholeFrom;

/** The wiring: what happens to a micro-batch, from Kafka to the commit of its offsets. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
final class Pipeline {
  private Pipeline() {}

  /**
   * Lays the pipeline into a streaming context.
   *
   * @param offsets where to begin, by partition
   * @param origin the state to begin with
   */
  static void lay(
      JavaStreamingContext context, Rules rules, Map<Integer, Long> offsets, Origin origin) {
    WholeFrom wholeFrom = origin.wholeFrom();
    StreamSettings settings = rules.get().stream();
    Duration checkpoint =
        new Duration(settings.batchInterval().toMillis() * settings.checkpointBatches());

    JavaInputDStream<ConsumerRecord<byte[], byte[]>> records =
        records(context, rules.get().kafka(), offsets);
    Optional<HomePartitioner> home = home(settings, offsets.size());
    JavaPairDStream<Integer, Packet> packets =
        records.transformToPair(new ReadBeacons(rules, home));
    JavaPairDStream<Integer, SessionShard> sessions =
        StatefulOperator.state(
            packets,
            Packet.class,
            new UpdateFunction<>(origin.sessions(), () -> sessionUpdater(rules)::update),
            SessionShard.class,
            home.isPresent() ? home.get() : new ShardPartitioner(settings.parallelism()),
            checkpoint);
    JavaPairDStream<Integer, MeterInput> contributions =
        sessions.transformToPair(new TellMeters(settings.meters()));
    JavaPairDStream<Integer, MeterShard> meters =
        StatefulOperator.state(
            contributions,
            MeterInput.class,
            new UpdateFunction<>(
                origin.meters(),
                () -> new MeterUpdater(meterRules(rules.get(), wholeFrom))::update),
            MeterShard.class,
            new ShardPartitioner(settings.meters()),
            checkpoint);
    meters.foreachRDD(
        (shards, time) ->
            BatchFinisher.current()
                .finish(
                    () -> shards.values().map(MeterShard::lastYield).collect(),
                    metric -> held(metric, shards, rules, wholeFrom),
                    wholeFrom,
                    time.milliseconds()));
    sessions.foreachRDD((shards, time) -> BatchFinisher.current().takeSessions(shards));
    meters.foreachRDD((shards, time) -> BatchFinisher.current().takeMeters(shards, wholeFrom));
  }

  private static Held held(
      String metric, JavaPairRDD<Integer, MeterShard> shards, Rules rules, WholeFrom wholeFrom) {
    return Held.of(
        shards
            .values()
            .map(shard -> Held.bytes(shard, metric, meterRules(rules.get(), wholeFrom)))
            .collect());
  }

  private static Optional<HomePartitioner> home(StreamSettings settings, int partitions) {
    return settings.partitionedBySession()
        ? Optional.of(new HomePartitioner(partitions, Math.max(1, settings.shards() / partitions)))
        : Optional.empty();
  }

  private static SessionUpdater sessionUpdater(Rules rules) {
    return new SessionUpdater(SessionRules.stream(rules.get().maxBeacons()), rules.get().catalog());
  }

  /**
   * What holds for one of the parts of the meters.
   *
   * @param wholeFrom from when on everything is known
   */
  static MeterRules meterRules(VariometerConfig config, WholeFrom wholeFrom) {
    StreamSettings settings = config.stream();
    return new MeterRules(
        config.catalog(),
        settings.holdHours(),
        settings.exactVisitors() / settings.meters(),
        wholeFrom.totals(),
        wholeFrom.sightings());
  }

  private static JavaInputDStream<ConsumerRecord<byte[], byte[]>> records(
      JavaStreamingContext context, KafkaSettings kafka, Map<Integer, Long> offsets) {
    Map<String, Object> properties = kafka.clientProperties();
    properties.put("key.deserializer", ByteArrayDeserializer.class);
    properties.put("value.deserializer", ByteArrayDeserializer.class);
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", false);
    properties.put("group.id", "variometer-stream");
    Map<TopicPartition, Long> from = new HashMap<>();
    offsets.forEach((p, offset) -> from.put(new TopicPartition(kafka.beacons(), p), offset));
    return KafkaUtils.createDirectStream(
        context,
        LocationStrategies.PreferConsistent(),
        // A copy, because the set of a map's keys can't be kept in a checkpoint.
        ConsumerStrategies.Assign(new ArrayList<>(from.keySet()), properties, from));
  }
}
