package org.variometer.quickstart.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.variometer.config.KafkaSettings;
import org.variometer.services.KafkaService;
import org.variometer.services.ServiceOptions;

/** One broker for all tests of this process, which dies with it. */
final class SharedKafka {
  /** How many a topic of the tests has. */
  static final int PARTITIONS = 4;

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

  /** Settings with a topic that no other test has. */
  static KafkaSettings newTopic(Map<String, String> topicSettings, Map<String, String> properties)
      throws IOException, InterruptedException {
    String topic = "beacons-" + TOPICS.incrementAndGet();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", get().bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(topicSettings)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return new KafkaSettings(get().bootstrapServers(), topic, "rejected", properties);
  }

  static KafkaSettings newTopic() throws IOException, InterruptedException {
    return newTopic(Map.of("retention.ms", "-1"), Map.of());
  }
}
