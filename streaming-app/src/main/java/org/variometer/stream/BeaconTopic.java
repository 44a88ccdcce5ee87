package org.variometer.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconRules;
import org.variometer.config.KafkaSettings;
import org.variometer.shard.SessionUpdater;

/** The topic of beacons, as it is found at the start. */
final class BeaconTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final KafkaSettings settings;

  BeaconTopic(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes sure that both topics are there.
   *
   * @throws StreamException if one is not, or Kafka can't be reached
   */
  void check() throws StreamException {
    Set<String> topics = administer(admin -> admin.listTopics().names());
    for (String topic : List.of(settings.beacons(), settings.rejected())) {
      if (!topics.contains(topic)) {
        throw new StreamException(
            "Kafka at "
                + settings.bootstrapServers()
                + " has no topic "
                + topic
                + ". Create it (kafka-topics.sh --create --topic "
                + topic
                + " --partitions N --bootstrap-server "
                + settings.bootstrapServers()
                + "), or name another: variometer.kafka.topics."
                + (topic.equals(settings.beacons()) ? "beacons" : "rejected"));
      }
    }
  }

  /** Kafka's id of the topic. */
  String id() throws StreamException {
    String topic = settings.beacons();
    return administer(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .topicId()
        .toString();
  }

  private <T> T administer(Function<Admin, KafkaFuture<T>> request) throws StreamException {
    try (Admin admin = Admin.create(properties())) {
      return request.apply(admin).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(e);
    }
  }

  /** The first offset that each partition still has. */
  SortedMap<Integer, Long> earliest() throws StreamException {
    return ask(consumer -> byPartition(consumer.beginningOffsets(partitions(consumer))));
  }

  /** The offset behind the last record of each partition. */
  SortedMap<Integer, Long> latest() throws StreamException {
    return ask(consumer -> byPartition(consumer.endOffsets(partitions(consumer))));
  }

  /** The first offset of each partition whose record's timestamp is this or a later one, ms. */
  SortedMap<Integer, Long> from(long timestamp) throws StreamException {
    return ask(
        consumer -> {
          Map<TopicPartition, Long> timestamps = new HashMap<>();
          partitions(consumer).forEach(partition -> timestamps.put(partition, timestamp));
          Map<TopicPartition, Long> offsets = consumer.endOffsets(timestamps.keySet());
          consumer
              .offsetsForTimes(timestamps)
              .forEach(
                  (partition, found) -> {
                    if (found != null) {
                      offsets.put(partition, found.offset());
                    }
                  });
          return byPartition(offsets);
        });
  }

  /**
   * The instant of arrival from which on everything lies behind these offsets: {@link
   * Long#MIN_VALUE} if the log still begins at its beginning, else the latest first arrival of a
   * partition and what records before it may be out of order.
   *
   * @param earliest the first offset that each partition still has
   * @param followsAnother whether records of an earlier topic of this name went before its first
   * @param rewound the timestamp to which the offsets were rewound, if they were: nothing from then
   *     on lies before one that is not the partition's first
   */
  long wholeFrom(
      Map<Integer, Long> offsets,
      Map<Integer, Long> earliest,
      BeaconRules rules,
      boolean followsAnother,
      OptionalLong rewound)
      throws StreamException {
    return ask(
        consumer -> {
          long wholeFrom = Long.MIN_VALUE;
          for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
            if (rewound.isPresent() && offset.getValue() > earliest.get(offset.getKey())) {
              wholeFrom = Math.max(wholeFrom, rewound.getAsLong());
            } else if (offset.getValue() > 0 || followsAnother) {
              TopicPartition partition = new TopicPartition(settings.beacons(), offset.getKey());
              long first = arrival(consumer, partition, offset.getValue(), rules);
              wholeFrom = Math.max(wholeFrom, first + SessionUpdater.ALLOWED_DISORDER);
            }
          }
          return wholeFrom;
        });
  }

  /**
   * The earliest arrival of a partition's first beacon behind these offsets, ms since the epoch;
   * empty if there is none yet.
   */
  OptionalLong earliestArrival(Map<Integer, Long> offsets, BeaconRules rules)
      throws StreamException {
    return ask(
        consumer ->
            offsets.entrySet().stream()
                .map(
                    offset ->
                        firstArrival(
                            consumer,
                            new TopicPartition(settings.beacons(), offset.getKey()),
                            offset.getValue(),
                            rules))
                .flatMapToLong(OptionalLong::stream)
                .min());
  }

  /** The arrival of the first beacon from an offset on, now if there is none yet. */
  private static long arrival(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long offset,
      BeaconRules rules) {
    return firstArrival(consumer, partition, offset, rules).orElseGet(System::currentTimeMillis);
  }

  /**
   * The arrival of the first beacon from an offset on, empty if there is none yet. Other records
   * may have any timestamp.
   */
  private static OptionalLong firstArrival(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long offset,
      BeaconRules rules) {
    BeaconDecoder decoder = new BeaconDecoder(rules);
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    long started = System.nanoTime();
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    while (consumer.position(partition) < end) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(PATIENCE).records(partition);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        byte[] value = record.value();
        if (value != null
            && decoder.decode(value, 0, value.length, Math.max(0, record.timestamp()))
                instanceof BeaconRecord first) {
          // A clock from the future says nothing about what is lost.
          return OptionalLong.of(Math.min(first.arrival(), System.currentTimeMillis()));
        }
      }
      started = records.isEmpty() ? started : System.nanoTime();
      if (System.nanoTime() - started > PATIENCE.toNanos()) {
        throw new TimeoutException("no record of " + partition + " behind offset " + offset);
      }
    }
    return OptionalLong.empty();
  }

  /** The number of partitions. */
  int partitions() throws StreamException {
    return ask(consumer -> partitions(consumer).size());
  }

  private interface Question<T> {
    T ask(KafkaConsumer<byte[], byte[]> consumer);
  }

  private <T> T ask(Question<T> question) throws StreamException {
    Map<String, Object> properties = properties();
    properties.put("enable.auto.commit", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return question.ask(consumer);
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    properties.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
    properties.putAll(settings.clientProperties());
    return properties;
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(settings.beacons()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private static SortedMap<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().partition(), Map.Entry::getValue, Long::max, TreeMap::new));
  }

  private StreamException unreachable(Exception cause) {
    Throwable reason = cause instanceof ExecutionException ? cause.getCause() : cause;
    return new StreamException(
        "Kafka at " + settings.bootstrapServers() + " " + KafkaSettings.problem(reason), cause);
  }
}
