package org.variometer.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;

/**
 * The repair list (spec §7): who finds out behind a request that the right to write was another's
 * names the buckets that the request may have written, and who writes now sets them right. The
 * stream and the batch have a list each, as neither knows what the other has sealed meanwhile.
 */
public final class Repairs {
  private final ControlClient client;
  private final String parent;

  /** The list of a role. */
  public Repairs(ControlClient client, Role role) {
    this.client = client;
    this.parent = parent(client, role);
  }

  private static String parent(ControlClient client, Role role) {
    return client.paths().repair() + "/" + role;
  }

  /**
   * Buckets that are to be set right.
   *
   * @param node where it stands in ZooKeeper
   * @param from all that begin then or later
   * @param named when they were named, by ZooKeeper's clock
   */
  public record Repair(String node, Instant from, Instant named) {}

  /** What a node holds. */
  private record Named(String from, String by) {}

  /**
   * Names buckets, for the stream and for the batch.
   *
   * @param from where the first of them begins
   * @param region whose stream may have written them
   */
  public static void name(ControlClient client, Instant from, String region)
      throws ControlException {
    Named named = new Named(from.toString(), Holder.here(region, 0).toString());
    for (Role role : Role.values()) {
      client.ensure(parent(client, role));
    }
    client.ask(
        "name buckets for repair",
        () -> {
          List<CuratorOp> operations = new ArrayList<>();
          for (Role role : Role.values()) {
            operations.add(
                client
                    .curator()
                    .transactionOp()
                    .create()
                    .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                    .forPath(parent(client, role) + "/buckets-", Json.bytes(named)));
          }
          return client.curator().transaction().forOperations(operations);
        });
  }

  /** What is to be set right now. */
  public List<Repair> open() throws ControlException {
    List<Repair> open = new ArrayList<>();
    for (String name : children()) {
      String node = parent + "/" + name;
      Stat stat = new Stat();
      Optional<Named> named = Json.read(client, node, stat, Named.class);
      if (named.isPresent()) {
        open.add(
            new Repair(
                node, Instant.parse(named.get().from()), Instant.ofEpochMilli(stat.getCtime())));
      }
    }
    return open;
  }

  private List<String> children() throws ControlException {
    return client.ask(
        "read what is below " + parent,
        () ->
            client.curator().checkExists().forPath(parent) == null
                ? List.of()
                : client.curator().getChildren().forPath(parent));
  }

  /** Takes off the list what was set right. */
  public void done(List<Repair> repaired) throws ControlException {
    for (Repair repair : repaired) {
      client.ask("remove " + repair.node(), () -> remove(repair.node()));
    }
  }

  private Void remove(String node) throws Exception {
    client.curator().delete().quietly().forPath(node);
    return null;
  }
}
