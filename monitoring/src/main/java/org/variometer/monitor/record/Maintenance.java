package org.variometer.monitor.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;

/**
 * Maintenance of a region, said in ZooKeeper: as long as there is any the monitor starts nothing
 * and tells nothing.
 *
 * @param client the connection
 * @param region the region
 */
public record Maintenance(ControlClient client, String region) {
  /** Since when there is maintenance; empty if there is none. */
  public Optional<Instant> since() throws ControlException {
    String path = client.paths().maintenance(region);
    Optional<byte[]> data = client.read(path);
    if (data.isEmpty()) {
      return Optional.empty();
    }
    String text = new String(data.get(), UTF_8);
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new ControlException(
          path + " in ZooKeeper holds '" + text + "', which is no instant: delete it", e);
    }
  }

  /**
   * Begins it; one that has begun goes on.
   *
   * @return since when there is maintenance
   */
  public Instant begin(Instant at) throws ControlException {
    Instant now = at.truncatedTo(ChronoUnit.SECONDS);
    String path = client.paths().maintenance(region);
    client.ask(
        "begin maintenance",
        () -> {
          try {
            return client
                .curator()
                .create()
                .creatingParentsIfNeeded()
                .forPath(path, now.toString().getBytes(UTF_8));
          } catch (KeeperException.NodeExistsException e) {
            // It has begun before.
            return path;
          }
        });
    return since().orElse(now);
  }

  /** Ends it, if there is any. */
  public void end() throws ControlException {
    String path = client.paths().maintenance(region);
    client.ask(
        "end maintenance",
        () -> {
          try {
            return client.curator().delete().forPath(path);
          } catch (KeeperException.NoNodeException e) {
            // There is none.
            return null;
          }
        });
  }
}
