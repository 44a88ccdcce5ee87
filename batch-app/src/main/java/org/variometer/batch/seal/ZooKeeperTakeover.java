package org.variometer.batch.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.variometer.batch.BatchException;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.control.HandOver;
import org.variometer.control.Holder;
import org.variometer.control.Lease;
import org.variometer.control.Repairs;
import org.variometer.control.Role;
import org.variometer.control.Seal;
import org.variometer.control.ZooKeeperClock;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;

/** Agrees with the stream, and with other batches, through ZooKeeper. */
public final class ZooKeeperTakeover implements Takeover {
  private final VariometerConfig config;
  private final ControlClient client;
  private final Lease lease;
  private final Seal seal;
  private final Repairs repairs;
  private final Consumer<String> notes;
  private List<Repairs.Repair> open = List.of();

  private ZooKeeperTakeover(
      VariometerConfig config, ControlClient client, Lease lease, Consumer<String> notes) {
    this.config = config;
    this.client = client;
    this.lease = lease;
    this.seal = new Seal(client, lease);
    this.repairs = new Repairs(client, Role.BATCH);
    this.notes = notes;
  }

  /**
   * Claims the right to be the batch.
   *
   * @param notes takes a line when it has to wait
   * @throws BatchException if another batch runs, or ZooKeeper can't be reached
   */
  public static ZooKeeperTakeover claim(VariometerConfig config, Consumer<String> notes)
      throws BatchException {
    ControlClient client = null;
    boolean claimed = false;
    try {
      client = ControlClient.connect(config.zooKeeper());
      Lease lease =
          Lease.claim(client, Role.BATCH, config.region(), config.kairos().requestTimeout());
      lease.awaitPredecessor(notes);
      claimed = true;
      return new ZooKeeperTakeover(config, client, lease, notes);
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BatchException("interrupted while the batch was starting", e);
    } finally {
      if (!claimed && client != null) {
        client.close();
      }
    }
  }

  @Override
  public Fence fence() {
    return lease.fence(Fence.OPEN);
  }

  @Override
  public void confirm() throws BatchException {
    try {
      lease.confirm(Fence.OPEN);
    } catch (SinkException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public boolean streamHasWritten() throws BatchException {
    try {
      return Lease.wasClaimed(client, Role.STREAM);
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public void requireNoStream() throws BatchException {
    try {
      Optional<Holder> stream = Lease.holder(client, Role.STREAM);
      if (stream.isPresent()) {
        throw new BatchException(
            "a stream of region "
                + stream.get().region()
                + " writes (process "
                + stream.get().process()
                + " on "
                + stream.get().host()
                + "): stop it before everything is sealed (--final)");
      }
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public void take(Instant through) throws BatchException {
    try {
      seal.announce(through);
      HandOver.Outcome unused =
          new HandOver(client, config.stream().consumer(), config.kafka().beacons())
              .await(
                  through,
                  config.kairos().requestTimeout(),
                  config.batch().handOverPatience(),
                  notes);
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BatchException("interrupted while the stream was to let go of buckets", e);
    }
  }

  @Override
  public void sealed(Instant through) throws BatchException {
    try {
      seal.seal(through);
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public Optional<Instant> sealedThrough() throws BatchException {
    try {
      return seal.through();
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public long repairFrom() throws BatchException {
    try {
      // A younger one's request may still arrive: the next slot has it.
      Instant quiet =
          new ZooKeeperClock(client, client.paths().batchClock())
              .now()
              .minus(Lease.underWayWithin(config.kairos().requestTimeout()));
      open = repairs.open().stream().filter(r -> !r.named().isAfter(quiet)).toList();
      return open.stream().mapToLong(r -> r.from().toEpochMilli()).min().orElse(Long.MAX_VALUE);
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public void repaired() throws BatchException {
    try {
      repairs.done(open);
    } catch (ControlException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  @Override
  public void release() {
    lease.close();
  }

  @Override
  public void close() {
    client.close();
  }
}
