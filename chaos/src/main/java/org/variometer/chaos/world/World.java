package org.variometer.chaos.world;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.chaos.agent.Agent;
import org.variometer.config.VariometerConfig;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.kafka.TrafficSender;
import org.variometer.quickstart.kafka.TrafficSender.Turn;
import org.variometer.services.KafkaService;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.ZooKeeperService;

/** Everything that a campaign runs, on one machine, below one directory. */
public final class World implements AutoCloseable {
  /** Partitions of the topic of beacons. */
  public static final int PARTITIONS = 4;

  /**
   * From one micro-batch to the next, ms. Cells are written every 2 s at most: in less than that
   * what fell behind could never catch up.
   */
  public static final long INTERVAL_MILLIS = 4000;

  /** Distinct beacons above which a session is quarantined, so few that some are. */
  public static final int MAX_BEACONS = 200;

  private final Path directory;
  private final Services services;
  private final Optional<SparkCluster> cluster;
  private final KairosProxy proxy;
  private final Config config;
  private final Path agent;
  private final TrafficSender traffic;

  private World(
      Path directory,
      Services services,
      Optional<SparkCluster> cluster,
      KairosProxy proxy,
      Config config,
      Path agent,
      TrafficSender traffic) {
    this.directory = directory;
    this.services = services;
    this.cluster = cluster;
    this.proxy = proxy;
    this.config = config;
    this.agent = agent;
    this.traffic = traffic;
  }

  /**
   * Starts the services and the traffic.
   *
   * @param given the configuration over which the campaign lays its own
   * @param settings what the traffic is like
   * @param perSecond records a second
   * @param onCluster whether the stream runs on a Spark cluster of its own, and not in one process
   */
  public static World start(
      Path directory, Config given, GeneratorSettings settings, long perSecond, boolean onCluster)
      throws IOException {
    Services services =
        new Services(
            new ZooKeeperService(ServiceOptions.in(directory.resolve("zookeeper"))),
            new KafkaService(ServiceOptions.in(directory.resolve("kafka"))),
            new KairosService(ServiceOptions.in(directory.resolve("kairosdb"))));
    Optional<SparkCluster> cluster = Optional.empty();
    KairosProxy proxy = null;
    boolean started = false;
    try {
      services.start(PARTITIONS);
      if (onCluster) {
        cluster = Optional.of(SparkCluster.start(directory.resolve("spark")));
      }
      proxy = new KairosProxy(services.kairos().url());
      Config config =
          ConfigFactory.parseMap(
                  cluster.map(SparkCluster::settings).orElse(Map.of()), "the campaign's cluster")
              .withFallback(config(given, directory, services, proxy))
              .resolve();
      Path agent = directory.resolve("agent.jar");
      Agent.writeJar(agent);
      Files.writeString(
          directory.resolve("variometer.conf"),
          config.withOnlyPath("variometer").root().render(ConfigRenderOptions.concise()));
      TrafficSender traffic =
          new TrafficSender(
              settings,
              VariometerConfig.from(config).kafka(),
              Turn.atRate(perSecond),
              Optional.of(sent(directory)));
      started = true;
      return new World(directory, services, cluster, proxy, config, agent, traffic);
    } finally {
      if (!started) {
        if (proxy != null) {
          proxy.close();
        }
        cluster.ifPresent(SparkCluster::close);
        services.close();
      }
    }
  }

  private static Config config(Config given, Path directory, Services services, KairosProxy proxy) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    keys.put("variometer.kafka.topics.beacons", Services.BEACONS);
    keys.put("variometer.kafka.topics.rejected", Services.REJECTED);
    keys.put("variometer.zookeeper.connect", services.zooKeeper().address());
    keys.put("variometer.zookeeper.session-timeout", "4s");
    keys.put("variometer.zookeeper.connect-timeout", "3s");
    keys.put("variometer.kairosdb.url", proxy.url().toString());
    keys.put("variometer.kairosdb.request-timeout", "3s");
    keys.put("variometer.kairosdb.retry.max-delay", "1s");
    keys.put("variometer.kairosdb.retry.give-up-after", "15s");
    keys.put("variometer.kairosdb.canary.visible-within", "3s");
    keys.put("variometer.session.max-beacons", MAX_BEACONS);
    keys.put("variometer.stream.master", "local[2]");
    keys.put("variometer.stream.batch-interval", INTERVAL_MILLIS + "ms");
    keys.put("variometer.stream.shards", 8);
    keys.put("variometer.stream.parallelism", 2);
    keys.put("variometer.stream.checkpoint.directory", directory.resolve("checkpoint").toString());
    keys.put("variometer.stream.checkpoint.batches", 3);
    keys.put("variometer.stream.snapshot.directory", directory.resolve("snapshots").toString());
    keys.put("variometer.stream.snapshot.batches", 4);
    keys.put("variometer.stream.backpressure", false);
    keys.put("variometer.stream.spark.\"spark.ui.enabled\"", "false");
    keys.put("variometer.batch.master", "local[2]");
    keys.put("variometer.batch.directory", directory.resolve("batch").toString());
    keys.put("variometer.batch.buckets", PARTITIONS);
    keys.put("variometer.batch.hive.metastore", "");
    keys.put("variometer.batch.spark.\"spark.ui.enabled\"", "false");
    // Below the campaign's directory, like all else.
    keys.put(
        "variometer.batch.spark.\"spark.hadoop.hive.exec.scratchdir\"",
        directory.resolve("batch-app/tmp/hive").toString());
    keys.put("variometer.batch.slot-length", "30m");
    keys.put("variometer.batch.seal-delay", "60m");
    return ConfigFactory.parseMap(keys, "the campaign").withFallback(given).resolve();
  }

  /**
   * Starts a stream.
   *
   * @param options more options of its JVM
   * @param arguments more of the command's
   */
  public App startStream(List<String> options, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("stream", "--config", directory + "/variometer.conf"));
    command.addAll(arguments);
    return App.start(directory, directory.resolve("stream.log"), options, command);
  }

  /**
   * Starts the batch.
   *
   * @param options more options of its JVM
   * @param arguments more of the command's
   */
  App startBatch(List<String> options, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("batch", "--config", directory + "/variometer.conf"));
    command.addAll(arguments);
    return App.start(
        directory.resolve("batch-app"), directory.resolve("batch.log"), options, command);
  }

  /** The offsets behind the last records of the topic of beacons, by partition. */
  public SortedMap<Integer, Long> ends() throws IOException {
    return services.kafka().ends(Services.BEACONS);
  }

  /** Copies the topic of beacons into a file, a record a line; gives the file. */
  public Path dump() throws IOException {
    Path file = directory.resolve("topic.jsonl");
    try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(file))) {
      services
          .kafka()
          .forEachRecord(
              Services.BEACONS,
              record -> {
                try {
                  lines.write(record.value());
                  lines.write('\n');
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return file;
  }

  /** ZooKeeper, Kafka and KairosDB. */
  public Services services() {
    return services;
  }

  /** What the stream runs on, if that is a cluster. */
  public Optional<SparkCluster> cluster() {
    return cluster;
  }

  /** What stands between the stream and KairosDB. */
  public KairosProxy proxy() {
    return proxy;
  }

  /** What is sent. */
  public TrafficSender traffic() {
    return traffic;
  }

  /** The file with all records that were sent, one a line; whole when all were. */
  public Path sent() {
    return sent(directory);
  }

  private static Path sent(Path directory) {
    return directory.resolve("beacons.jsonl");
  }

  /** The file of the agent that changes processes. */
  public Path agent() {
    return agent;
  }

  /** Where everything lies. */
  public Path directory() {
    return directory;
  }

  /** Where Spark's checkpoints are. */
  public Path checkpoints() {
    return directory.resolve("checkpoint");
  }

  /** Where snapshots are. */
  public Path snapshots() {
    return directory.resolve("snapshots");
  }

  /** The configuration of all that runs. */
  public VariometerConfig config() {
    return VariometerConfig.from(config);
  }

  /** The configuration of who looks at KairosDB itself. */
  public VariometerConfig configBehindProxy() {
    return VariometerConfig.from(
        ConfigFactory.parseMap(
                Map.of("variometer.kairosdb.url", services.kairos().url().toString()))
            .withFallback(config)
            .resolve());
  }

  @Override
  public void close() {
    traffic.close();
    cluster.ifPresent(SparkCluster::close);
    proxy.close();
    services.close();
  }
}
