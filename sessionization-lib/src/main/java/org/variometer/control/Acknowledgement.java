package org.variometer.control;

import java.time.Instant;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.data.Stat;

/** Through where one stream says that it leaves all buckets to the batch (spec §5). */
public final class Acknowledgement {
  private final ControlClient client;
  private final String path;

  /**
   * What one stream says.
   *
   * @param region its region
   * @param consumer its name there
   * @param topic the topic that it reads
   */
  public Acknowledgement(ControlClient client, String region, String consumer, String topic) {
    this.client = client;
    this.path = client.paths().acknowledged(region, consumer, topic);
  }

  /** Through where it does; empty if it never said so. */
  public Optional<Instant> through() throws ControlException {
    return Seal.read(client, path, new Stat());
  }

  /** Makes the node where it is missing, so that a commit only sets it. */
  public void prepare() throws ControlException {
    client.ensure(path);
  }

  /** Says so, as a part of a commit. */
  public CuratorOp set(Instant through) throws ControlException {
    return client.ask(
        "set " + path,
        () -> client.curator().transactionOp().setData().forPath(path, Seal.bytes(through)));
  }

  /** Where it stands, for messages. */
  @Override
  public String toString() {
    return path;
  }
}
