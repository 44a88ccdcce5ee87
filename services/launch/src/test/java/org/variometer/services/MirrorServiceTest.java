package org.variometer.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region's topic is another's, with the same keys and timestamps. */
class MirrorServiceTest {
  private static final String TOPIC = "beacons";
  private static final long NOON = 1_795_176_000_000L;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void recordsHaveTheSameKeysTimestampsAndPartitionsAlsoBehindAKill() throws Exception {
    try (KafkaService from = kafka("from");
        KafkaService to = kafka("to");
        MirrorService mirror = new MirrorService(options("mirror"), from, to, List.of(TOPIC))) {
      send(from, 0, 500);
      mirror.start();
      awaitSame(from, to);
      mirror.kill();
      send(from, 500, 1000);
      mirror.start();
      awaitSame(from, to);
    }
  }

  private KafkaService kafka(String name) throws ServiceException {
    KafkaService kafka = new KafkaService(options(name));
    kafka.start();
    kafka.createTopics(List.of(new Topic(TOPIC, 2)));
    return kafka;
  }

  private ServiceOptions options(String name) {
    return ServiceOptions.in(folder.resolve(name)).withBriefLife();
  }

  private static void send(KafkaService to, int first, int behind) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", to.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = first; i < behind; i++) {
        byte[] key = i % 10 == 0 ? null : ("session-" + i % 7).getBytes(UTF_8);
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(TOPIC, null, NOON + i, key, ("value " + i).getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  /** But for what is copied twice. */
  private static void awaitSame(KafkaService from, KafkaService to) throws Exception {
    List<List<String>> expected = records(from);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!records(to).equals(expected) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(records(to)).isEqualTo(expected);
  }

  /** By partition, the first of those that are the same. */
  private static List<List<String>> records(KafkaService kafka) throws Exception {
    List<Set<String>> partitions = List.of(new LinkedHashSet<>(), new LinkedHashSet<>());
    kafka.forEachRecord(
        TOPIC,
        record ->
            partitions
                .get(record.partition())
                .add(
                    record.timestamp()
                        + " "
                        + (record.key() == null ? "-" : new String(record.key(), UTF_8))
                        + " "
                        + new String(record.value(), UTF_8)));
    List<List<String>> lists = new ArrayList<>();
    partitions.forEach(partition -> lists.add(List.copyOf(partition)));
    return lists;
  }
}
