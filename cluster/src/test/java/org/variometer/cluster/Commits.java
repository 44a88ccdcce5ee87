package org.variometer.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.data.Stat;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.control.Regions;

/** What regions commit, as ZooKeeper says, by its clock. */
final class Commits implements AutoCloseable {
  private static final long LOOK_MILLIS = 10;

  private final ControlClient client;
  private final Regions regions;
  private final String consumer;
  private final String topic;

  Commits(VariometerConfig config) throws ControlException {
    client = ControlClient.connect(config.zooKeeper());
    consumer = config.stream().consumer();
    topic = config.kafka().beacons();
    regions = new Regions(client, consumer, topic);
  }

  /** How many records a region has read. */
  long read(Region region) throws ControlException {
    return client
        .readNumbersBelow(client.paths().offsets(region.name(), consumer, topic))
        .values()
        .stream()
        .mapToLong(offset -> offset)
        .sum();
  }

  /** The time of a region's last micro-batch, ms since the epoch; 0 if it had none. */
  long lastBatch(Region region) throws ControlException {
    return client.readNumber(client.paths().lastBatch(region.name(), consumer, topic)).orElse(0);
  }

  /**
   * When a region committed last what it had written; one that stands by, or waits, writes none.
   */
  private Instant committed(String region) throws ControlException {
    String path = client.paths().rolled(region, consumer, topic);
    return client.ask(
        "look when " + path + " was written",
        () -> {
          Stat stat = client.curator().checkExists().forPath(path);
          return stat == null ? Instant.EPOCH : Instant.ofEpochMilli(stat.getMtime());
        });
  }

  /** The region whose right it is to write. */
  String writer() throws ControlException {
    return regions.writer().orElseThrow().region();
  }

  /** Looks again and again until the right to write is another's, and that one has committed. */
  final class Switch implements Callable<Duration> {
    private final String from;
    private final String to;

    Switch(Region from, Region to) {
      this.from = from.name();
      this.to = to.name();
    }

    /** How long nobody committed what it had written. */
    @Override
    public Duration call() throws Exception {
      Instant last = committed(from);
      for (Regions.Writer writer = regions.writer().orElseThrow();
          writer.region().equals(from);
          writer = regions.writer().orElseThrow()) {
        if (!writer.released()) {
          last = committed(from);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      Instant before = committed(to);
      while (committed(to).equals(before)) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      return Duration.between(last, committed(to));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
