package org.variometer.batch.landing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.variometer.batch.BatchException;
import org.variometer.config.KafkaSettings;

/** The offsets of the topic of beacons, by partition. */
final class LogOffsets {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final KafkaSettings settings;

  LogOffsets(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Of each partition what is there, and where a slot ends in it.
   *
   * @param earliest the offset of the first record
   * @param latest the offset behind the last record
   * @param until the offset of the first record with a timestamp from the instant on; behind the
   *     last record if there is none, or only one from the future, which may not hold up all that
   *     come behind it
   */
  record Bounds(
      SortedMap<Integer, Long> earliest,
      SortedMap<Integer, Long> latest,
      SortedMap<Integer, Long> until) {}

  /**
   * Asks Kafka.
   *
   * @throws BatchException if the topic is not there, or Kafka does not answer
   */
  Bounds until(Instant end) throws BatchException {
    Map<String, Object> properties = new HashMap<>();
    properties.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    properties.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
    properties.putAll(settings.clientProperties());
    properties.put("enable.auto.commit", false);
    properties.put("allow.auto.create.topics", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<PartitionInfo> infos = consumer.partitionsFor(settings.beacons());
      if (infos == null || infos.isEmpty()) {
        throw new BatchException(
            "Kafka at "
                + settings.bootstrapServers()
                + " has no topic "
                + settings.beacons()
                + ". Create it, or name another: variometer.kafka.topics.beacons");
      }
      return bounds(consumer, infos, end);
    } catch (KafkaException e) {
      throw new BatchException(
          "Kafka at "
              + settings.bootstrapServers()
              + " does not answer: "
              + e.getMessage()
              + ". Start it, or say where it is: variometer.kafka.bootstrap-servers",
          e);
    }
  }

  private static Bounds bounds(
      KafkaConsumer<byte[], byte[]> consumer, List<PartitionInfo> infos, Instant end) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    for (PartitionInfo info : infos) {
      wanted.put(new TopicPartition(info.topic(), info.partition()), end.toEpochMilli());
    }
    Map<TopicPartition, Long> first = consumer.beginningOffsets(wanted.keySet());
    // The ends before what lies behind the instant: what comes in between has its place there.
    Map<TopicPartition, Long> last = consumer.endOffsets(wanted.keySet());
    Map<TopicPartition, OffsetAndTimestamp> behind = consumer.offsetsForTimes(wanted);
    SortedMap<Integer, Long> earliest = new TreeMap<>();
    SortedMap<Integer, Long> latest = new TreeMap<>();
    SortedMap<Integer, Long> until = new TreeMap<>();
    long now = System.currentTimeMillis();
    for (TopicPartition partition : wanted.keySet()) {
      OffsetAndTimestamp found = behind.get(partition);
      earliest.put(partition.partition(), first.get(partition));
      latest.put(partition.partition(), last.get(partition));
      until.put(
          partition.partition(),
          found == null || found.timestamp() > now
              ? last.get(partition)
              : Math.min(found.offset(), last.get(partition)));
    }
    return new Bounds(earliest, latest, until);
  }
}
