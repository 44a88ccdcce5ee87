package org.variometer.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.variometer.services.KafkaService;
import org.variometer.services.KairosService;
import org.variometer.services.MirrorService;
import org.variometer.services.Service;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.Topic;
import org.variometer.services.ZooKeeperService;

/**
 * Two regions, whose topics are mirrored from the first to the second, with one ZooKeeper and one
 * KairosDB; the batch runs in the first. What ends by itself is started again.
 */
public final class Cluster implements AutoCloseable {
  private static final int PARTITIONS = 4;

  /** Longer than a monitor takes to notice. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /** That of both regions, at the same time, and of services, one after the other. */
  static final Duration TO_STOP = Region.TO_STOP.plusSeconds(70);

  private static final List<String> REGIONS = List.of("region-a", "region-b");

  private final ClusterOptions options;
  private final Consumer<String> notes;
  private final Alerts alerts;
  private final ZooKeeperService zooKeeper;
  private final KairosService kairos;
  private final Deque<Kept> services = new ArrayDeque<>();
  private final List<Region> regions = new ArrayList<>();

  private Cluster(ClusterOptions options, Alerts alerts, Consumer<String> notes) {
    this.options = options;
    this.alerts = alerts;
    this.notes = notes;
    this.zooKeeper = new ZooKeeperService(options.zooKeeper());
    this.kairos = new KairosService(options.kairos());
  }

  /**
   * Starts everything; returns when both streams are submitted.
   *
   * @param notes takes a line about each step, each alert, and whatever has ended by itself
   * @throws IOException if something does not come up; nothing is left then
   */
  public static Cluster start(ClusterOptions options, Consumer<String> notes) throws IOException {
    Alerts alerts = Alerts.start(notes);
    Cluster cluster = new Cluster(options, alerts, notes);
    boolean complete = false;
    try {
      cluster.startServices();
      complete = true;
      return cluster;
    } finally {
      if (!complete) {
        cluster.close();
      }
    }
  }

  private void startServices() throws IOException {
    notes.accept("starting ZooKeeper and KairosDB");
    keep("ZooKeeper", zooKeeper);
    keep("KairosDB", kairos);
    RegionConfig.Common common =
        new RegionConfig.Common(
            zooKeeper.address(),
            kairos.url().toString(),
            options.directory().resolve("batch"),
            alerts.url());
    List<KafkaService> brokers = new ArrayList<>();
    for (String name : REGIONS) {
      notes.accept("starting Kafka and a Spark cluster for " + name);
      KafkaService kafka = new KafkaService(options.kafka(brokers.size(), name));
      brokers.add(kafka);
      keep("Kafka of " + name, kafka);
      kafka.createTopics(
          List.of(new Topic(Services.BEACONS, PARTITIONS), new Topic(Services.REJECTED, 1)));
      regions.add(
          Region.start(
              name, options.directory().resolve(name), kafka, common, options.config(), notes));
    }
    notes.accept("starting the mirror of the topic " + Services.BEACONS);
    keep(
        "the mirror",
        new MirrorService(
            ServiceOptions.in(options.directory().resolve("mirror")),
            brokers.get(0),
            brokers.get(1),
            List.of(Services.BEACONS)));
    for (Region region : regions) {
      notes.accept("submitting the stream of " + region.name());
      region.submitStream();
      region.startMonitor();
    }
    regions.get(0).startBatch();
  }

  private void keep(String name, Service service) throws IOException {
    services.push(
        Kept.start(
            name,
            PAUSE,
            () -> {
              service.start();
              return service.onExit();
            },
            service::close,
            notes));
  }

  /** The regions, the one first that Kafka's clients are to send to. */
  public List<Region> regions() {
    return List.copyOf(regions);
  }

  /** What both regions agree by. */
  public ZooKeeperService zooKeeper() {
    return zooKeeper;
  }

  /** What both regions write to. */
  public KairosService kairos() {
    return kairos;
  }

  /** Ends all in good order: streams at the same time, then what they need. */
  @Override
  public void close() {
    Together.each(regions, Region::close);
    services.forEach(Kept::close);
    alerts.close();
  }
}
