package org.variometer.monitor.record;

import java.time.Instant;
import org.apache.zookeeper.data.Stat;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;

/**
 * ZooKeeper's clock, by which its nodes say when they were written: their age is told by no other.
 *
 * @param client the connection
 * @param region the region whose node is touched
 */
public record ZooKeeperClock(ControlClient client, String region) {
  /** What it shows now. */
  public Instant now() throws ControlException {
    String path = client.paths().monitorClock(region);
    client.ensure(path);
    return client.ask(
        "touch " + path,
        () -> {
          Stat touched = client.curator().setData().forPath(path, new byte[0]);
          return Instant.ofEpochMilli(touched.getMtime());
        });
  }
}
