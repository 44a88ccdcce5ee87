package org.variometer.control;

import java.util.Optional;
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
}
