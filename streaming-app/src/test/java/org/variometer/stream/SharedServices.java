package org.variometer.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.variometer.services.ServiceException;
import org.variometer.services.Services;
import org.variometer.services.Topic;

/** ZooKeeper, Kafka and KairosDB for all tests of this process; they die with it. */
final class SharedServices {
  private static final AtomicInteger WORLDS = new AtomicInteger();
  private static Services services;
  private static Path directory;

  private SharedServices() {}

  static synchronized Services get() {
    if (services == null) {
      try {
        directory = Files.createTempDirectory("stream-test");
        Services started = Services.in(directory);
        started.start(1);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        services = started;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return services;
  }

  /** Topics, nodes, checkpoints and sites that no other test has. */
  static StreamWorld newWorld(int partitions) {
    Services running = get();
    String name = "w" + WORLDS.incrementAndGet();
    try {
      running
          .kafka()
          .createTopics(
              List.of(new Topic("beacons-" + name, partitions), new Topic("rejected-" + name, 1)));
      return new StreamWorld(running, name, directory.resolve(name), partitions);
    } catch (ServiceException e) {
      throw new IllegalStateException(e);
    }
  }

  static KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", get().kafka().bootstrapServers());
    properties.put("max.request.size", 2_000_000);
    // A topic that is just there can refuse a first request and take a second one: for Kafka the
    // first is out of order then, for ever.
    properties.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
