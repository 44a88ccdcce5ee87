package org.variometer.monitor.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;

/**
 * The place of the one monitor of a region that acts: a node that goes with its session in
 * ZooKeeper. For one thread.
 */
public final class MonitorPlace {
  private final ControlClient client;
  private final String path;
  private final String self;

  /**
   * The place.
   *
   * @param self who wants it, in words
   */
  public MonitorPlace(ControlClient client, String region, String self) {
    this.client = client;
    this.path = client.paths().monitorHolder(region);
    this.self = self;
  }

  /** Takes the place where it is free; empty if it is this monitor's now, else who has it. */
  public Optional<String> takenByOther() throws ControlException {
    return client.ask(
        "take the monitor's place",
        () -> {
          if (isOurs()) {
            return Optional.empty();
          }
          try {
            client
                .curator()
                .create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL)
                .forPath(path, self.getBytes(UTF_8));
            return Optional.empty();
          } catch (KeeperException.NodeExistsException e) {
            if (isOurs()) {
              return Optional.empty();
            }
            return client.read(path).map(data -> new String(data, UTF_8)).or(() -> unknown());
          }
        });
  }

  private static Optional<String> unknown() {
    return Optional.of("another that is just going");
  }

  /**
   * Whether it is this monitor's now.
   *
   * @throws ControlException if ZooKeeper can't say
   */
  public boolean isHeld() throws ControlException {
    return client.ask("look at the monitor's place", this::isOurs);
  }

  private boolean isOurs() throws Exception {
    Stat stat = client.curator().checkExists().forPath(path);
    long session = client.curator().getZookeeperClient().getZooKeeper().getSessionId();
    return stat != null && stat.getEphemeralOwner() == session;
  }

  /** Gives it up, if it is this monitor's. */
  public void leave() throws ControlException {
    client.ask(
        "leave the monitor's place",
        () -> isOurs() ? client.curator().delete().forPath(path) : null);
  }
}
