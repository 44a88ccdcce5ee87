package org.variometer.control;

import java.time.Instant;
import org.apache.zookeeper.data.Stat;

/**
 * ZooKeeper's clock, by which its nodes say when they were written: their age is told by no other.
 *
 * @param client the connection
 * @param path the node that is touched for it
 */
public record ZooKeeperClock(ControlClient client, String path) {
  /** What it shows now. */
  public Instant now() throws ControlException {
    client.ensure(path);
    return client.ask(
        "touch " + path,
        () -> {
          Stat touched = client.curator().setData().forPath(path, new byte[0]);
          return Instant.ofEpochMilli(touched.getMtime());
        });
  }
}
