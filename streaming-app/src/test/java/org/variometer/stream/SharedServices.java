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
import org.variometer.services.KairosService;
import org.variometer.services.ServiceException;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.Topic;

/** ZooKeeper, Kafka and KairosDB for all tests of this process; they die with it. */
final class SharedServices {
  private static final AtomicInteger WORLDS = new AtomicInteger();
  private static Services services;
  private static KairosService empty;
  private static Path directory;

  private SharedServices() {}

  static synchronized Services get() {
    if (services == null) {
      try {
        directory = Files.createTempDirectory("stream-test");
        Services started = Services.in(directory);
        started.start(1);
        Runtime.getRuntime().addShutdownHook(new Thread(SharedServices::close));
        services = started;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return services;
  }

  /** Topics, nodes, checkpoints and sites that no other test has. */
  static StreamWorld newWorld(int partitions) {
    return newWorld(partitions, get().kairos());
  }

  /**
   * The same, with a KairosDB of its own until the next such world: for streams that look at all
   * that stands there.
   */
  static synchronized StreamWorld newEmptyWorld(int partitions) throws IOException {
    get();
    if (empty != null) {
      empty.close();
    }
    empty =
        new KairosService(
            ServiceOptions.in(Files.createTempDirectory(directory, "kairosdb")).withBriefLife());
    empty.start();
    return newWorld(partitions, empty);
  }

  private static StreamWorld newWorld(int partitions, KairosService kairos) {
    Services running = get();
    String name = "w" + WORLDS.incrementAndGet();
    try {
      running
          .kafka()
          .createTopics(
              List.of(new Topic("beacons-" + name, partitions), new Topic("rejected-" + name, 1)));
      return new StreamWorld(running, kairos.url(), name, directory.resolve(name), partitions);
    } catch (ServiceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void close() {
    services.close();
    if (empty != null) {
      empty.close();
    }
  }

  static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("max.request.size", 2_000_000);
    // A topic that is just there can refuse a first request and take a second one: for Kafka the
    // first is out of order then, for ever.
    properties.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
