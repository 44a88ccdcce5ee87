package org.variometer.batch.landing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.variometer.batch.BatchException;
import org.variometer.config.KafkaSettings;
import org.variometer.shard.SessionUpdater;
import org.variometer.slot.Slot;

/** The offsets of the topic of beacons, by partition. */
final class LogOffsets {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaSettings settings;
  private final InstantSource clock;

  /**
   * Asks this Kafka.
   *
   * @param clock says what is from the future
   */
  LogOffsets(KafkaSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Of each partition what is there, and where a slot ends in it.
   *
   * @param earliest the offset of the first record
   * @param latest the offset behind the last record
   * @param since the offset of the first record with a timestamp from the slot's begin on, less the
   *     allowed disorder; behind the last record if there is none
   * @param until the offset of the first record from where the slot begins that has a timestamp
   *     from the instant on; behind the last record if there is none, or only ones from the future,
   *     which may not hold up all that come behind them
   * @param topic Kafka's id of the topic
   * @param begin when the log begins where its beginning is gone, ms since the epoch; {@link
   *     #WHOLE} if it is not
   */
  record Bounds(
      SortedMap<Integer, Long> earliest,
      SortedMap<Integer, Long> latest,
      SortedMap<Integer, Long> since,
      SortedMap<Integer, Long> until,
      String topic,
      long begin) {
    /** Nothing of the log is gone. */
    static final long WHOLE = 0;
  }

  /**
   * Asks Kafka.
   *
   * @param from where the slot begins in each partition; in others with the first record
   * @throws BatchException if the topic is not there, or Kafka does not answer
   */
  Bounds of(Slot slot, Map<Integer, Long> from) throws BatchException {
    Map<String, Object> properties = new HashMap<>();
    properties.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    properties.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
    properties.putAll(settings.clientProperties());
    String topic = id(properties);
    properties.put("enable.auto.commit", false);
    properties.put("allow.auto.create.topics", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<PartitionInfo> infos = consumer.partitionsFor(settings.beacons());
      if (infos == null || infos.isEmpty()) {
        throw noTopic(null);
      }
      return bounds(consumer, infos, from, slot, topic);
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private String id(Map<String, Object> properties) throws BatchException {
    String topic = settings.beacons();
    try (Admin admin = Admin.create(properties)) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .topicId()
          .toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownTopicOrPartitionException
          ? noTopic(e)
          : unreachable(e.getCause());
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private BatchException noTopic(Throwable cause) {
    return new BatchException(
        "Kafka at "
            + settings.bootstrapServers()
            + " has no topic "
            + settings.beacons()
            + ". Create it, or name another: variometer.kafka.topics.beacons",
        cause);
  }

  private BatchException unreachable(Throwable cause) {
    return new BatchException(
        "Kafka at " + settings.bootstrapServers() + " " + KafkaSettings.problem(cause), cause);
  }

  private Bounds bounds(
      KafkaConsumer<byte[], byte[]> consumer,
      List<PartitionInfo> infos,
      Map<Integer, Long> from,
      Slot slot,
      String topic) {
    Instant end = slot.end();
    Map<TopicPartition, Long> wanted = new HashMap<>();
    Map<TopicPartition, Long> whenever = new HashMap<>();
    Map<TopicPartition, Long> ofSlot = new HashMap<>();
    for (PartitionInfo info : infos) {
      TopicPartition partition = new TopicPartition(info.topic(), info.partition());
      wanted.put(partition, end.toEpochMilli());
      whenever.put(partition, 0L);
      ofSlot.put(partition, slot.begin().toEpochMilli() - SessionUpdater.ALLOWED_DISORDER);
    }
    Map<TopicPartition, Long> first = consumer.beginningOffsets(wanted.keySet());
    // The ends before what lies behind the instant: what comes in between has its place there.
    Map<TopicPartition, Long> last = consumer.endOffsets(wanted.keySet());
    Map<TopicPartition, OffsetAndTimestamp> behind = consumer.offsetsForTimes(wanted);
    Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(ofSlot);
    Map<TopicPartition, OffsetAndTimestamp> oldest = consumer.offsetsForTimes(whenever);
    SortedMap<Integer, Long> earliest = new TreeMap<>();
    SortedMap<Integer, Long> latest = new TreeMap<>();
    SortedMap<Integer, Long> since = new TreeMap<>();
    SortedMap<Integer, Long> until = new TreeMap<>();
    long begin = Bounds.WHOLE;
    long now = clock.millis();
    for (TopicPartition partition : wanted.keySet()) {
      int number = partition.partition();
      long known = from.getOrDefault(number, first.get(partition));
      // An end that the log no longer has is none.
      long slotsFirst =
          known < first.get(partition) || known > last.get(partition)
              ? first.get(partition)
              : known;
      earliest.put(number, first.get(partition));
      latest.put(number, last.get(partition));
      OffsetAndTimestamp ofBegin = begins.get(partition);
      since.put(
          number,
          ofBegin == null ? last.get(partition) : Math.min(ofBegin.offset(), last.get(partition)));
      until.put(number, last.get(partition));
      OffsetAndTimestamp found = behind.get(partition);
      if (found != null && found.offset() < last.get(partition)) {
        boolean isTheFirst = found.offset() >= slotsFirst && found.timestamp() <= now;
        until.put(
            number,
            isTheFirst
                ? found.offset()
                : scan(
                    consumer,
                    partition,
                    Math.max(found.offset(), slotsFirst),
                    last.get(partition),
                    record ->
                        record.timestamp() >= end.toEpochMilli() && record.timestamp() <= now));
      }
      if (first.get(partition) > 0) {
        OffsetAndTimestamp record = oldest.get(partition);
        begin = Math.max(begin, record == null ? now : Math.min(now, record.timestamp()));
      }
    }
    return new Bounds(earliest, latest, since, until, topic, begin);
  }

  /**
   * Reads a partition where Kafka's index of timestamps does not help: it knows the first record
   * from an instant on, and that one is before the slot, or from the future.
   *
   * @return the offset of the first record found from {@code from} on; {@code until} if there is
   *     none
   */
  private static long scan(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long until,
      Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long heard = System.nanoTime();
    while (consumer.position(partition) < until) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() < until && wanted.test(record)) {
          return record.offset();
        }
      }
      if (!records.isEmpty()) {
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
        throw new TimeoutException("no record of " + partition + " came");
      }
    }
    return until;
  }
}
