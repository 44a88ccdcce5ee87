package org.variometer.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How ZooKeeper is reached.
 *
 * @param connect one or more {@code host:port}, with commas between
 * @param root the node below which everything of Variometer's lies
 * @param sessionTimeout how long a client may be silent
 * @param connectTimeout how long it may take to connect
 * @param credentials whose all nodes are, which nobody else may read or change; empty: everybody's
 */
public record ZooKeeperSettings(
    String connect,
    String root,
    Duration sessionTimeout,
    Duration connectTimeout,
    Optional<Credentials> credentials) {

  /** The same for who waits no longer than this until it is connected. */
  public ZooKeeperSettings connectedWithin(Duration timeout) {
    return connectTimeout.compareTo(timeout) <= 0
        ? this
        : new ZooKeeperSettings(connect, root, sessionTimeout, timeout, credentials);
  }
}
