package org.variometer.services;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what stands in a topic. */
final class KafkaReader {
  private static final int MILLIS_TO_ANSWER = 10_000;
  private static final Duration AT_ONCE = Duration.ofMillis(200);

  private KafkaReader() {}

  /**
   * Gives all records of a topic, of each partition in their order.
   *
   * @param client what every client needs to connect
   */
  static void read(
      Map<String, Object> client, String topic, Consumer<ConsumerRecord<byte[], byte[]>> records)
      throws ServiceException {
    ask(
        client,
        topic,
        (consumer, partitions) -> {
          Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
          consumer.assign(partitions);
          consumer.seekToBeginning(partitions);
          while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            consumer.poll(AT_ONCE).forEach(records);
          }
        });
  }

  /** The offset behind the last record of each partition of a topic. */
  static SortedMap<Integer, Long> ends(Map<String, Object> client, String topic)
      throws ServiceException {
    SortedMap<Integer, Long> ends = new TreeMap<>();
    ask(
        client,
        topic,
        (consumer, partitions) ->
            consumer
                .endOffsets(partitions)
                .forEach((partition, end) -> ends.put(partition.partition(), end)));
    return ends;
  }

  private static void ask(
      Map<String, Object> client,
      String topic,
      BiConsumer<KafkaConsumer<byte[], byte[]>, List<TopicPartition>> question)
      throws ServiceException {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MILLIS_TO_ANSWER);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      question.accept(
          consumer,
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList());
    } catch (KafkaException e) {
      throw new ServiceException("Kafka does not give the records of " + topic + ": " + e, e);
    }
  }
}
