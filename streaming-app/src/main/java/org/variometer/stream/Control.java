package org.variometer.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;
import org.variometer.control.Lease;
import org.variometer.control.Repairs;
import org.variometer.control.Role;
import org.variometer.control.Runner;
import org.variometer.control.Seal;
import org.variometer.control.StateDigest;
import org.variometer.control.Succession;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;
import org.variometer.kairos.Ticker;

/**
 * What the stream keeps in ZooKeeper: who writes, how far it got, and which buckets it leaves to
 * the batch. A stream claims the right to write when it starts; one that starts later in the same
 * region takes it over, and the former one's commits fail. Where another region writes it stands by
 * until that one is told to let go (spec §7).
 */
final class Control implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);

  private final ControlClient client;
  private final String region;
  private final String consumer;
  private final Duration requestTimeout;
  private final Ticker ticker;
  private final Seal seal;
  private final Repairs repairs;
  private final StoredProgress progress;
  private Runner runner;

  /** Null of a stream that stands by. */
  private volatile Lease lease;

  private boolean predecessorWroteAll;

  private volatile Optional<Instant> sealing = Optional.empty();

  private Control(ControlClient client, VariometerConfig config, Ticker ticker) {
    this.client = client;
    this.ticker = ticker;
    this.region = config.region();
    this.consumer = config.stream().consumer();
    this.requestTimeout = config.kairos().requestTimeout();
    this.seal = new Seal(client);
    this.repairs = new Repairs(client, Role.STREAM);
    this.progress = new StoredProgress(client, region, consumer, config.kafka().beacons());
  }

  /**
   * Connects.
   *
   * @throws StreamException if ZooKeeper can't be reached in the configured time
   */
  static Control connect(VariometerConfig config) throws StreamException {
    return connect(config, Ticker.SYSTEM);
  }

  static Control connect(VariometerConfig config, Ticker ticker) throws StreamException {
    try {
      return new Control(ControlClient.connect(config.zooKeeper()), config, ticker);
    } catch (ControlException e) {
      throw new StreamException(e.getMessage(), e);
    }
  }

  /**
   * Takes the region's stream over from whoever ran it, and the right to write unless that is
   * another region's.
   *
   * @return the epoch; empty where the stream stands by
   */
  OptionalLong claim() throws StreamException {
    runner = ask("start", () -> Runner.start(client, region, consumer));
    return claimIfFree();
  }

  /**
   * Takes the right to write if it is no other region's.
   *
   * @return the epoch; empty where the stream goes on standing by
   */
  OptionalLong claimIfFree() throws StreamException {
    Optional<Lease> claimed =
        ask(
            "claim the right to write",
            () ->
                Lease.claimIfFree(
                    client, Role.STREAM, region, requestTimeout, ticker, Optional.of(runner)));
    if (claimed.isPresent()) {
      OptionalLong written = claimed.get().predecessorLastBatch();
      // Who stood by since he gave the right back did not write what he computed.
      predecessorWroteAll = written.isEmpty() || written.equals(progress.lastBatch());
    }
    lease = claimed.orElse(null);
    return claimed.isPresent() ? OptionalLong.of(lease.epoch()) : OptionalLong.empty();
  }

  /** How far this region's stream got. */
  StoredProgress progress() {
    return progress;
  }

  /** Whether the right to write is this stream's, as far as it knows. */
  boolean hasRight() {
    return lease != null;
  }

  /** The region that has the right to write, if one ever had. */
  String writingRegion() throws StreamException {
    return ask("read who writes", () -> Lease.regionOf(client, Role.STREAM)).orElse("none");
  }

  /** The region that this stream is to let write, if it is to. */
  Optional<String> successor() throws StreamException {
    return ask("look for a successor", () -> Succession.after(client, lease.epoch()))
        .map(Succession::to)
        .filter(to -> !to.equals(region));
  }

  /**
   * Gives the right to write back, so that nobody has to wait for it to run out. Only where nothing
   * that was written is under way.
   */
  void release() {
    if (lease != null) {
      try {
        handOver(true);
      } catch (StreamException e) {
        LOG.warn("{}; who comes next waits until it has run out", e.getMessage());
      }
    }
  }

  /**
   * Lets another region write from now on; this stream stands by.
   *
   * @param nothingUnderWay whether that one need not wait
   */
  void handOver(boolean nothingUnderWay) throws StreamException {
    ask(
        "hand over the right to write",
        () -> {
          lease.letGo(nothingUnderWay && lease.isPredecessorOver(), progress.lastBatch());
          return null;
        });
    lease = null;
  }

  /**
   * Makes sure, before a micro-batch looks at the seal, that the right to write is still this
   * stream's.
   *
   * @throws SinkException if another stream has taken over, or ZooKeeper can't be reached
   */
  void confirm() throws SinkException {
    lease.confirm(Fence.OPEN);
  }

  /** Confirms it before each request to the sink, unless that was done a moment ago (spec §7). */
  Fence fence() {
    return () -> {
      Lease held = lease;
      if (held == null) {
        throw new SinkException("another region writes; this stream stands by");
      }
      held.fence(this::requireSameSeal).check();
    };
  }

  /**
   * Names the buckets that this stream may have written when the right to write was another's
   * already, if it was (spec §7).
   *
   * @param oldest where the first bucket begins of all that is or was under way, ms since the epoch
   */
  void nameForRepairIfOvertaken(OptionalLong oldest) throws StreamException {
    Lease held = lease;
    if (held != null && oldest.isPresent() && ask("look for another claim", held::isOvertaken)) {
      ask(
          "name buckets for repair",
          () -> {
            Repairs.name(client, Instant.ofEpochMilli(oldest.getAsLong()), region);
            return null;
          });
    }
  }

  /** What others may have written who had lost the right to. */
  List<Repairs.Repair> repairs() throws StreamException {
    return ask("read the repair list", repairs::open);
  }

  /** Takes off the list what was set right. */
  void repaired(List<Repairs.Repair> done) throws StreamException {
    ask(
        "take repairs off the list",
        () -> {
          repairs.done(done);
          return null;
        });
  }

  /**
   * Through where the batch has announced that it seals: from now on no bucket that ends there or
   * before is this stream's. Never goes back.
   */
  Optional<Instant> sealing() throws StreamException {
    Optional<Instant> announced = ask("read the seal", seal::announced);
    // A server that lags behind may know an earlier one.
    if (isLater(announced)) {
      sealing = announced;
    }
    return sealing;
  }

  /** Through where everything is the batch's and stands, if the batch has sealed anything. */
  Optional<Instant> sealedThrough() throws StreamException {
    return ask("read through where it is sealed", seal::through);
  }

  private boolean isLater(Optional<Instant> announced) {
    return announced.isPresent() && (sealing.isEmpty() || announced.get().isAfter(sealing.get()));
  }

  /**
   * While the session in ZooKeeper had run out, the batch took the stream for dead: what it has
   * announced meanwhile it may have taken, and the micro-batch in hand doesn't know it.
   */
  private void requireSameSeal() throws SinkException {
    Optional<Instant> announced;
    try {
      announced = seal.announced();
    } catch (ControlException e) {
      throw new SinkException(e.getMessage(), e);
    }
    if (isLater(announced)) {
      throw new SinkException(
          "the session in ZooKeeper ran out while a micro-batch was written, and the batch has"
              + " announced meanwhile to seal through "
              + announced.get()
              + ": this stream stops, to write nothing there. Start it again");
    }
  }

  /**
   * Whether the stream before gave its right back, or there was none, and it was of this region: it
   * left nothing undone, and nothing that this one has otherwise.
   */
  boolean isPredecessorReleased() {
    return lease.isPredecessorReleased() && !isPredecessorElsewhere() && predecessorWroteAll;
  }

  /** Whether anybody had the right to write before. */
  boolean hasPredecessor() {
    return lease.hasPredecessor();
  }

  /** Whether the right to write was another region's before. */
  boolean isPredecessorElsewhere() {
    return lease.isPredecessorElsewhere();
  }

  /**
   * The newest minute of what rolls that the region that writes has written, ms since the epoch;
   * empty if it never has.
   */
  OptionalLong rolledByWriter() throws StreamException {
    return progress.rolledBy(writingRegion());
  }

  /** Whether no request of the stream that had the right to write before can be under way. */
  boolean isPredecessorOver() {
    return lease.isPredecessorOver();
  }

  /**
   * Commits a micro-batch's offsets, all or none, if the right to write is still this stream's, or,
   * where it stands by, if it still runs the region.
   *
   * @param time the micro-batch's time, ms since the epoch
   * @param offsets the next offset by partition
   * @param digest what the stream holds behind it
   * @param rolled the newest minute of what rolls that was written, ms since the epoch, if one was
   * @param left through where the micro-batch left all buckets to the batch, which waits for
   *     hearing so
   * @throws StreamException if another stream has taken over, or ZooKeeper can't be reached
   */
  void commit(
      long time,
      Map<Integer, Long> offsets,
      StateDigest digest,
      OptionalLong rolled,
      Optional<Instant> left)
      throws StreamException {
    ask(
        "commit offsets",
        () -> {
          List<CuratorOp> operations = new ArrayList<>();
          operations.add(runner.check());
          if (lease != null) {
            operations.add(lease.check());
          }
          operations.addAll(progress.advance(time, offsets, digest, rolled));
          // Of the stream before, which knew no seal, a request may still be under way.
          if (left.isPresent() && lease != null && lease.isPredecessorOver()) {
            operations.add(progress.acknowledge(left.get()));
          }
          try {
            return client.curator().transaction().forOperations(operations);
          } catch (KeeperException.BadVersionException e) {
            runner.requireRunning();
            throw lease == null ? e : new ControlException(lease.lost(), e);
          }
        });
  }

  /** What was not released is given up now, and runs out. */
  @Override
  public void close() {
    client.close();
  }

  private <T> T ask(String action, Callable<T> request) throws StreamException {
    return Requests.ask(client, action, request);
  }
}
