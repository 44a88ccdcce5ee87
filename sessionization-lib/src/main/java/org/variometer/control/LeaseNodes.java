package org.variometer.control;

import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;

/** The two nodes of a lease: the right, which stays, and its holder, who goes with his session. */
record LeaseNodes(ControlClient client, String right, String holder) {
  static LeaseNodes of(ControlClient client, Role role) {
    String right = role.path(client.paths());
    return new LeaseNodes(client, right, client.paths().holder(right));
  }

  /**
   * The right as it was claimed last; empty if it never was.
   *
   * @param stat takes the node's version
   */
  Optional<Right> readRight(Stat stat) throws ControlException {
    return Json.read(client, right, stat, Right.class);
  }

  /**
   * Who holds it; empty if nobody does.
   *
   * @param stat takes the node's version and owner
   */
  Optional<Holder> readHolder(Stat stat) throws ControlException {
    return Json.read(client, holder, stat, Holder.class);
  }

  /**
   * Sets the right.
   *
   * @param version that the node has to have
   */
  CuratorOp setRight(Right to, int version) throws Exception {
    return client
        .curator()
        .transactionOp()
        .setData()
        .withVersion(version)
        .forPath(right, Json.bytes(to));
  }

  /** Makes the holder's node, which goes with this client's session. */
  CuratorOp createHolder(Holder self) throws Exception {
    return client
        .curator()
        .transactionOp()
        .create()
        .withMode(CreateMode.EPHEMERAL)
        .forPath(holder, Json.bytes(self));
  }

  /**
   * Removes the holder's node.
   *
   * @param version that it has to have
   */
  CuratorOp deleteHolder(int version) throws Exception {
    return client.curator().transactionOp().delete().withVersion(version).forPath(holder);
  }
}
