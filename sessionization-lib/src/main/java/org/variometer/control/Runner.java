package org.variometer.control;

import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.data.Stat;

/**
 * Which process runs a region's stream: the one that started last. Also of a region that writes
 * nothing two streams must not commit offsets.
 */
public final class Runner {
  private final ControlClient client;
  private final String path;
  private final int version;

  private Runner(ControlClient client, String path, int version) {
    this.client = client;
    this.path = path;
    this.version = version;
  }

  /** From now on this process, whoever it was before. */
  public static Runner start(ControlClient client, String region, String consumer)
      throws ControlException {
    String path = client.paths().runner(region, consumer);
    client.ensure(path);
    Stat stat =
        client.ask(
            "set " + path,
            () -> client.curator().setData().forPath(path, Json.bytes(Holder.here(region, 0))));
    return new Runner(client, path, stat.getVersion());
  }

  /** Lets a transaction fail, by a version that is wrong, if another has started since. */
  public CuratorOp check() throws ControlException {
    return client.ask(
        "check " + path,
        () -> client.curator().transactionOp().check().withVersion(version).forPath(path));
  }

  /**
   * Makes sure that no other has started since.
   *
   * @throws ControlException if one has, or ZooKeeper can't be reached
   */
  public void requireRunning() throws ControlException {
    Stat stat = client.ask("look at " + path, () -> client.curator().checkExists().forPath(path));
    if (stat == null || stat.getVersion() != version) {
      throw new ControlException(lost());
    }
  }

  private String lost() {
    return "another stream of this region was started (" + path + " in ZooKeeper); this one stops";
  }
}
