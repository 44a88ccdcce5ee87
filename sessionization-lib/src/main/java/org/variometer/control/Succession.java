package org.variometer.control;

import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.data.Stat;

/**
 * The order that another region is to write from now on (spec §7). It stands until somebody claims
 * the right: behind an epoch it means nothing any more.
 *
 * @param to the region that is to write
 * @param after the epoch of who is to let go of the right
 * @param forced whether not to wait until that one does
 */
public record Succession(String to, long after, boolean forced) {
  /** The order that holds for who has this epoch, if there is one. */
  public static Optional<Succession> after(ControlClient client, long epoch)
      throws ControlException {
    return Json.read(client, client.paths().successor(), new Stat(), Succession.class)
        .filter(order -> order.after() == epoch);
  }

  /** What takes an order back, whatever it is, as part of a claim: an order holds once. */
  static List<CuratorOp> clear(ControlClient client) throws ControlException {
    String path = client.paths().successor();
    Stat stat = new Stat();
    if (client.read(path, stat).isEmpty()) {
      return List.of();
    }
    return List.of(
        client.ask(
            "clear " + path,
            () ->
                client
                    .curator()
                    .transactionOp()
                    .setData()
                    .withVersion(stat.getVersion())
                    .forPath(path, new byte[0])));
  }

  /** Gives it. */
  public void order(ControlClient client) throws ControlException {
    String path = client.paths().successor();
    client.ensure(path);
    client.ask("set " + path, () -> client.curator().setData().forPath(path, Json.bytes(this)));
  }
}
