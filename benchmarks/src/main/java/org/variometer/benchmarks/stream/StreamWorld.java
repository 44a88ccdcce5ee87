package org.variometer.benchmarks.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.variometer.services.KafkaService;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.WorkDirectory;
import org.variometer.services.ZooKeeperService;

/** ZooKeeper, Kafka and KairosDB around a stream, in a folder that goes with them. */
final class StreamWorld implements AutoCloseable {
  private final WorkDirectory directory;
  private final Services services;

  private StreamWorld(WorkDirectory directory, Services services) {
    this.directory = directory;
    this.services = services;
  }

  /** Starts the services, with topics of so many partitions. */
  static StreamWorld start(int partitions) throws IOException, InterruptedException {
    WorkDirectory directory = WorkDirectory.temporary();
    Path path = directory.path();
    StreamWorld world =
        new StreamWorld(
            directory,
            new Services(
                new ZooKeeperService(ServiceOptions.in(path.resolve("zookeeper"))),
                new KafkaService(ServiceOptions.in(path.resolve("kafka"))),
                new KairosService(ServiceOptions.in(path.resolve("kairosdb")))));
    boolean started = false;
    try {
      System.err.println("starting ZooKeeper, Kafka and KairosDB…");
      world.services.start(partitions);
      started = true;
      return world;
    } finally {
      if (!started) {
        world.close();
      }
    }
  }

  /**
   * Traffic for the stream, to be sent.
   *
   * @param partitions of the topic
   * @param sessions that the stream is to hold
   */
  Preload traffic(int partitions, int sessions) {
    return new Preload(services.kafka().bootstrapServers(), Services.BEACONS, partitions, sessions);
  }

  /** Sends so many records, and says so. */
  static Preload.Sent send(Preload traffic, long records)
      throws InterruptedException, ExecutionException {
    System.err.printf(Locale.ROOT, "sending %,d records to Kafka…%n", records);
    long start = System.nanoTime();
    Preload.Sent sent = traffic.send(records);
    System.err.printf(
        Locale.ROOT,
        "sent, %,.0f in a second%n",
        sent.records() * 1e9 / (System.nanoTime() - start));
    return sent;
  }

  /** These settings, and where services and folders are. */
  Map<String, String> settings(Map<String, String> others) {
    Map<String, String> options = new TreeMap<>(others);
    options.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    options.put("variometer.kafka.topics.beacons", Services.BEACONS);
    options.put("variometer.kafka.topics.rejected", Services.REJECTED);
    options.put("variometer.zookeeper.connect", services.zooKeeper().address());
    options.put("variometer.kairosdb.url", services.kairos().url().toString());
    options.put("variometer.stream.checkpoint.directory", path("checkpoint"));
    options.put("variometer.stream.snapshot.directory", path("snapshots"));
    return options;
  }

  private String path(String folder) {
    return directory.path().resolve(folder).toString();
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      services.close();
    }
  }
}
