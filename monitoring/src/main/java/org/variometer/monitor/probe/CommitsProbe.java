package org.variometer.monitor.probe;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.control.Holder;
import org.variometer.control.Lease;
import org.variometer.control.Regions;
import org.variometer.control.Role;
import org.variometer.control.Seal;
import org.variometer.control.ZooKeeperClock;
import org.variometer.control.ZooKeeperPaths;
import org.variometer.monitor.record.Maintenance;
import org.variometer.monitor.rule.Observation;
import org.variometer.monitor.rule.Seen;

/** What the stream of a region, and the batch, say in ZooKeeper. */
public final class CommitsProbe implements Probe<Observation.Commits> {
  private final Connected connected;
  private final String region;
  private final String consumer;
  private final String topic;

  /** A connection to ZooKeeper, made when it is first asked for. */
  public interface Connected {
    /**
     * The connection.
     *
     * @throws ControlException if ZooKeeper can't be reached
     */
    ControlClient get() throws ControlException;
  }

  /**
   * Looks at a stream.
   *
   * @param region its region
   * @param consumer its name there
   * @param topic the topic that it reads
   */
  public CommitsProbe(Connected connected, String region, String consumer, String topic) {
    this.connected = connected;
    this.region = region;
    this.consumer = consumer;
    this.topic = topic;
  }

  @Override
  public Seen<Observation.Commits> look() throws ProbeException {
    try {
      ControlClient client = connected.get();
      return Seen.of(client.ask("look at the stream", () -> view(client)));
    } catch (ControlException e) {
      throw new ProbeException(e.getMessage(), e);
    }
  }

  private Observation.Commits view(ControlClient client) throws Exception {
    ZooKeeperPaths paths = client.paths();
    CuratorFramework curator = client.curator();
    Optional<Observation.Batches> batches =
        batches(curator, paths.lastBatch(region, consumer, topic));
    return new Observation.Commits(
        Lease.regionOf(client, Role.STREAM).filter(region::equals).isPresent(),
        Lease.holder(client, Role.STREAM).map(Holder::toString),
        batches,
        batches.isPresent() ? Map.of() : others(client),
        new ZooKeeperClock(client, client.paths().monitorClock(region)).now(),
        client.readNumbersBelow(paths.offsets(region, consumer, topic)),
        curator.checkExists().forPath(paths.catchUp(region, consumer, topic)) != null,
        new Seal(client).through(),
        new Maintenance(client, region).since());
  }

  /** Since when streams of other regions have committed. */
  private Map<String, Instant> others(ControlClient client) throws Exception {
    Map<String, Instant> others = new TreeMap<>();
    for (Regions.Region other : new Regions(client, consumer, topic).all()) {
      batches(client.curator(), client.paths().lastBatch(other.name(), consumer, topic))
          .ifPresent(made -> others.put(other.name(), made.first()));
    }
    return others;
  }

  /** By ZooKeeper's clock: what stands there is the micro-batch's own time. */
  private static Optional<Observation.Batches> batches(CuratorFramework curator, String path)
      throws Exception {
    Stat stat = new Stat();
    try {
      byte[] data = curator.getData().storingStatIn(stat).forPath(path);
      return data.length == 0
          ? Optional.empty()
          : Optional.of(
              new Observation.Batches(
                  Instant.ofEpochMilli(stat.getCtime()), Instant.ofEpochMilli(stat.getMtime())));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }
}
