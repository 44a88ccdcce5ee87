package org.variometer.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.kairos.Fence;
import org.variometer.kairos.SinkException;
import org.variometer.kairos.Ticker;

/**
 * The right to be the one that writes, held by one process (spec §7). It stands in ZooKeeper twice:
 * a node that stays, with the region and an epoch that grows with each claim, and beside it one
 * that goes with the holder's session. Who holds it has confirmed that at most {@link #TERM} before
 * each request. May be used by several threads.
 */
public final class Lease implements AutoCloseable {
  /** For how long a confirmation counts. */
  public static final Duration TERM = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final int ATTEMPTS = 5;

  private final ControlClient client;
  private final CuratorFramework curator;
  private final LeaseNodes nodes;
  private final Role role;
  private final Duration requestTimeout;
  private final Ticker ticker;
  private final Claimant.Claim claim;
  private volatile long confirmed;

  /** Whether the holder's node was made again since somebody looked what happened meanwhile. */
  private boolean remade;

  private boolean closed;

  private Lease(
      ControlClient client,
      LeaseNodes nodes,
      Role role,
      Duration requestTimeout,
      Ticker ticker,
      Claimant.Claim claim) {
    this.client = client;
    this.curator = client.curator();
    this.nodes = nodes;
    this.role = role;
    this.requestTimeout = requestTimeout;
    this.ticker = ticker;
    this.claim = claim;
    this.confirmed = claim.askedAt();
  }

  /**
   * Claims it: for a stream from another one of the region if need be, for a batch only if no other
   * lives.
   *
   * @param requestTimeout how long a request to the sink can take, also one of who held it before
   * @throws ControlException if it is another's and can't be taken; it says whose and what to do
   */
  public static Lease claim(ControlClient client, Role role, String region, Duration requestTimeout)
      throws ControlException {
    return claim(client, role, region, requestTimeout, Ticker.SYSTEM);
  }

  /**
   * Claims it, with a clock of its own.
   *
   * @see #claim(ControlClient, Role, String, Duration)
   */
  public static Lease claim(
      ControlClient client, Role role, String region, Duration requestTimeout, Ticker ticker)
      throws ControlException {
    return claimIfFree(client, role, region, requestTimeout, ticker, Optional.empty())
        .orElseThrow(() -> anotherRegions(client, region));
  }

  /**
   * Claims it unless it is another region's, which was not told to let go of it.
   *
   * @param runner who claims it, which must not have been replaced
   * @see #claim(ControlClient, Role, String, Duration)
   */
  public static Optional<Lease> claimIfFree(
      ControlClient client,
      Role role,
      String region,
      Duration requestTimeout,
      Ticker ticker,
      Optional<Runner> runner)
      throws ControlException {
    LeaseNodes nodes = LeaseNodes.of(client, role);
    client.ensure(nodes.right());
    Claimant claimant = new Claimant(client, nodes, role, region, ticker, runner);
    return client
        .ask("claim the right to write", claimant::claim)
        .map(claim -> new Lease(client, nodes, role, requestTimeout, ticker, claim));
  }

  private static ControlException anotherRegions(ControlClient client, String region) {
    return new ControlException(
        "another region writes ("
            + client.paths().writer()
            + " in ZooKeeper); this is region "
            + region
            + ". Let it take over: ./variometer failover --to "
            + region);
  }

  /** Who holds the lease of a role, if somebody does. */
  public static Optional<Holder> holder(ControlClient client, Role role) throws ControlException {
    return LeaseNodes.of(client, role).readHolder(new Stat());
  }

  /** The region that claimed the lease of a role last, if one ever did. */
  public static Optional<String> regionOf(ControlClient client, Role role) throws ControlException {
    return LeaseNodes.of(client, role).readRight(new Stat()).map(Right::region);
  }

  /** Whether a role's lease was ever claimed. */
  public static boolean wasClaimed(ControlClient client, Role role) throws ControlException {
    return LeaseNodes.of(client, role).readRight(new Stat()).isPresent();
  }

  /**
   * For how long something may be under way of who held it last, behind the moment in which he lost
   * it: he may not have found out for a term, and then send a request.
   *
   * @param requestTimeout how long that can take
   */
  public static Duration underWayWithin(Duration requestTimeout) {
    return TERM.plus(requestTimeout);
  }

  /** The epoch of the claim. */
  public long epoch() {
    return claim.holder().epoch();
  }

  /** Whether anybody held it before. */
  public boolean hasPredecessor() {
    return claim.before().isPresent();
  }

  /** Whether who held it before released it, or nobody did. */
  public boolean isPredecessorReleased() {
    return claim.before().map(Right::released).orElse(true);
  }

  /**
   * The time of the last micro-batch that was written when it was given back, ms since the epoch,
   * if that was said.
   */
  public OptionalLong predecessorLastBatch() {
    return claim
        .before()
        .map(Right::lastBatch)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Whether who held it before was of another region. */
  public boolean isPredecessorElsewhere() {
    return claim.before().isPresent()
        && !claim.before().get().region().equals(claim.holder().region());
  }

  /**
   * Whether no request of who held it before can be under way any more: it was released, or its
   * term and a request's time-out are over since the claim.
   */
  public boolean isPredecessorOver() {
    return untilPredecessorIsOver() <= 0;
  }

  /**
   * Waits until {@link #isPredecessorOver}.
   *
   * @param progress takes a line if it has to wait
   */
  public void awaitPredecessor(Consumer<String> progress) throws InterruptedException {
    long nanos = untilPredecessorIsOver();
    if (nanos > 0) {
      progress.accept(
          "the "
              + role
              + " before this one did not end properly: waiting "
              + Duration.ofNanos(nanos).toSeconds()
              + " s until nothing that it sent can be under way");
      ticker.sleep(nanos);
    }
  }

  private long untilPredecessorIsOver() {
    return isPredecessorReleased()
        ? 0
        : underWayWithin(requestTimeout).toNanos() - (ticker.nanos() - claim.madeAt());
  }

  /**
   * Makes sure that it is still held. If the session had run out and nobody else claimed it since,
   * it is held again.
   *
   * @param whenRemade asked in that case whether what happened meanwhile lets this process go on
   * @throws SinkException if another has taken over, or ZooKeeper can't be reached
   */
  public synchronized void confirm(Fence whenRemade) throws SinkException {
    long asked = ticker.nanos();
    try {
      requireHeld();
    } catch (ControlException e) {
      throw new SinkException(e.getMessage(), e);
    }
    if (remade) {
      whenRemade.check();
      remade = false;
    }
    confirmed = asked;
  }

  /**
   * Confirms it before each request to the sink, unless that was done a moment ago.
   *
   * @param whenRemade as for {@link #confirm}
   */
  public Fence fence(Fence whenRemade) {
    return () -> {
      if (isStale()) {
        confirmStale(whenRemade);
      }
    };
  }

  private synchronized void confirmStale(Fence whenRemade) throws SinkException {
    // Another thread may have done it while this one waited.
    if (isStale()) {
      confirm(whenRemade);
    }
  }

  private boolean isStale() {
    return ticker.nanos() - confirmed > TERM.toNanos();
  }

  /** Lets a transaction fail, by a version that is wrong, if another has claimed the right. */
  public CuratorOp check() throws ControlException {
    return client.ask(
        "check the right to write",
        () ->
            curator
                .transactionOp()
                .check()
                .withVersion(claim.right().getVersion())
                .forPath(nodes.right()));
  }

  /** Whether another has claimed it since, or somebody has removed it. */
  public boolean isOvertaken() throws ControlException {
    return client.ask("look for another claim", this::isClaimedByAnother);
  }

  /** Not by the version, which begins anew where somebody has deleted the node. */
  private boolean isClaimedByAnother() throws Exception {
    Stat right = curator.checkExists().forPath(nodes.right());
    return right == null || right.getMzxid() != claim.right().getMzxid();
  }

  /** What is to be said when {@link #check} fails. */
  public String lost() {
    return "another "
        + role
        + " has taken over the right to write ("
        + nodes.right()
        + " in ZooKeeper has changed); this one stops";
  }

  /**
   * Makes sure that the right is still this process's, and its node of the holder there.
   *
   * @throws ControlException if another has taken over, or ZooKeeper can't be reached
   */
  synchronized void requireHeld() throws ControlException {
    client.ask(
        "confirm the right to write",
        () -> {
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isClaimedByAnother()) {
              throw new ControlException(lost());
            }
            Stat held = curator.checkExists().forPath(nodes.holder());
            if (held != null && held.getEphemeralOwner() == client.session()) {
              return null;
            }
            remake(held);
          }
          throw new ControlException(nodes.holder() + " in ZooKeeper does not stay");
        });
  }

  /**
   * Makes the holder's node again.
   *
   * @param held the one of a former session of this client, null if there is none
   */
  private void remake(Stat held) throws Exception {
    remade = true;
    List<CuratorOp> operations = new ArrayList<>();
    operations.add(check());
    if (held != null) {
      operations.add(nodes.deleteHolder(held.getVersion()));
    }
    operations.add(nodes.createHolder(claim.holder()));
    try {
      curator.transaction().forOperations(operations);
    } catch (KeeperException.BadVersionException
        | KeeperException.NodeExistsException
        | KeeperException.NoNodeException e) {
      LOG.debug("{} changed meanwhile; looking again", nodes.holder(), e);
    }
  }

  /**
   * Releases it: who comes next need not wait. Only to be called when nothing that was sent is
   * under way; otherwise close the client, and the next one waits out the term. Where something of
   * who held it before can still be under way, it is left without being released.
   */
  @Override
  public synchronized void close() {
    try {
      letGo(isPredecessorOver(), OptionalLong.empty());
    } catch (ControlException e) {
      LOG.warn("{}; who comes next waits until it has run out", e.getMessage());
    }
  }

  /**
   * Gives it up for another to claim.
   *
   * @param nothingUnderWay whether that one need not wait out the term
   * @param lastBatch the time of the last micro-batch that was written, ms since the epoch
   * @throws ControlException if ZooKeeper can't be reached; it is given up with the client's
   *     session then
   */
  public synchronized void letGo(boolean nothingUnderWay, OptionalLong lastBatch)
      throws ControlException {
    if (closed) {
      return;
    }
    closed = true;
    client.ask(
        "release the right to write",
        () -> {
          Right left =
              new Right(
                  claim.holder().region(),
                  claim.holder().epoch(),
                  nothingUnderWay,
                  lastBatch.isPresent() ? lastBatch.getAsLong() : null);
          Stat held = curator.checkExists().forPath(nodes.holder());
          List<CuratorOp> operations = new ArrayList<>();
          operations.add(nodes.setRight(left, claim.right().getVersion()));
          if (held != null) {
            operations.add(nodes.deleteHolder(held.getVersion()));
          }
          return curator.transaction().forOperations(operations);
        });
  }
}
