package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.variometer.services.KafkaService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Topic;

/** One broker for all tests of this process, which dies with it. */
final class SharedKafka {
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static KafkaService kafka;

  private SharedKafka() {}

  static synchronized KafkaService get() throws IOException {
    if (kafka == null) {
      Path directory = Files.createTempDirectory("kafka-test");
      KafkaService started = new KafkaService(ServiceOptions.in(directory).withBriefLife());
      started.start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      kafka = started;
    }
    return kafka;
  }

  /** A topic of one partition that no other test has. */
  static String newTopic() throws IOException {
    String topic = "beacons-" + TOPICS.incrementAndGet();
    get().createTopics(List.of(new Topic(topic, 1)));
    return topic;
  }

  /** The options that lead a command to the topic. */
  static List<String> options(String topic) throws IOException {
    return List.of(
        "-Dvariometer.kafka.bootstrap-servers=" + get().bootstrapServers(),
        "-Dvariometer.kafka.topics.beacons=" + topic);
  }

  /** The topic's records: timestamp, key and value. */
  static List<String> log(String topic) throws IOException {
    return get().records(topic).stream()
        .map(
            record ->
                record.timestamp()
                    + " "
                    + (record.key() == null ? "" : new String(record.key(), UTF_8))
                    + " "
                    + new String(record.value(), UTF_8))
        .toList();
  }
}
