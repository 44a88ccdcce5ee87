package org.variometer.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Through where buckets are the batch's (spec §5): first announced, so that the stream leaves them
 * alone, then sealed. Neither ever goes back: what is earlier than what stands changes nothing.
 * Instants are in full ms. May be used by several processes and threads.
 */
public final class Seal {
  private final ControlClient client;
  private final CuratorFramework curator;
  private final Optional<Lease> lease;

  private Seal(ControlClient client, Optional<Lease> lease) {
    this.client = client;
    this.curator = client.curator();
    this.lease = lease;
  }

  /** The seal, as anybody may read it and set it on. */
  public Seal(ControlClient client) {
    this(client, Optional.empty());
  }

  /** The seal, set on only as long as the lease is held. */
  public Seal(ControlClient client, Lease lease) {
    this(client, Optional.of(lease));
  }

  /** Through where the batch is about to seal; empty if it never was. */
  public Optional<Instant> announced() throws ControlException {
    return read(client, client.paths().sealing(), new Stat());
  }

  /**
   * Announces that the batch is about to seal all buckets that end at {@code through} or before.
   *
   * @throws ControlException if ZooKeeper can't be reached, or the lease is another's now
   */
  public void announce(Instant through) throws ControlException {
    advance(client.paths().sealing(), through);
  }

  /** Through where buckets are sealed; empty if none ever was. */
  public Optional<Instant> through() throws ControlException {
    return read(client, client.paths().sealedThrough(), new Stat());
  }

  /**
   * Seals all buckets that end at {@code through} or before. What was not announced is now.
   *
   * @throws ControlException if ZooKeeper can't be reached, or the lease is another's now
   */
  public void seal(Instant through) throws ControlException {
    announce(through);
    advance(client.paths().sealedThrough(), through);
  }

  private void advance(String path, Instant instant) throws ControlException {
    // Fails here, and not in the stream, for an instant that is none in ms.
    Instant through = Instant.ofEpochMilli(instant.toEpochMilli());
    client.ensure(path);
    boolean done = false;
    while (!done) {
      Stat stat = new Stat();
      Optional<Instant> present = read(client, path, stat);
      done =
          (present.isPresent() && !present.get().isBefore(through))
              || client.ask("set " + path, () -> isSet(path, through, stat.getVersion()));
    }
  }

  /** Sets a node; false if it was set by another since it was read. */
  private boolean isSet(String path, Instant through, int version) throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    if (lease.isPresent()) {
      operations.add(lease.get().check());
    }
    operations.add(
        curator.transactionOp().setData().withVersion(version).forPath(path, bytes(through)));
    try {
      curator.transaction().forOperations(operations);
      return true;
    } catch (KeeperException.BadVersionException e) {
      if (lease.isPresent()) {
        lease.get().requireHeld();
      }
      return false;
    }
  }

  static byte[] bytes(Instant instant) {
    return instant.toString().getBytes(UTF_8);
  }

  /** The instant in a node; empty if there is none. */
  static Optional<Instant> read(ControlClient client, String path, Stat stat)
      throws ControlException {
    Optional<byte[]> data = client.read(path, stat);
    if (data.isEmpty()) {
      return Optional.empty();
    }
    String text = new String(data.get(), UTF_8);
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw client.damaged(
          path,
          "holds '"
              + text
              + "', which is no instant. Set it to the one through which the batch sealed last,"
              + " like 2026-11-20T10:00:00Z",
          e);
    }
  }
}
