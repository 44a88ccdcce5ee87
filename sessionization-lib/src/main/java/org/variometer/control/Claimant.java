package org.variometer.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.variometer.kairos.Ticker;

/**
 * Who wants a lease: makes the claim in one transaction, or finds out why it can't be made.
 *
 * @param runner which must not have been replaced, if the claim is a runner's
 */
record Claimant(
    ControlClient client,
    LeaseNodes nodes,
    Role role,
    String region,
    Ticker ticker,
    Optional<Runner> runner) {
  private static final int ATTEMPTS = 5;

  /**
   * A claim that was made.
   *
   * @param holder what stands in the holder's node
   * @param right the node of the right as the claim left it
   * @param before the right as the claim found it, if it was ever claimed before
   * @param askedAt a moment of the ticker before which nobody can have claimed it after this one,
   *     ns
   * @param madeAt a moment of the ticker behind the claim, ns
   */
  record Claim(Holder holder, Stat right, Optional<Right> before, long askedAt, long madeAt) {}

  /** Claims it; empty if it is another region's. */
  Optional<Claim> claim() throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long askedAt = ticker.nanos();
      Stat heldStat = new Stat();
      Stat rightStat = new Stat();
      Optional<Holder> held = nodes.readHolder(heldStat);
      Optional<Right> before = nodes.readRight(rightStat);
      requireNoOtherBatch(held);
      if (role == Role.STREAM && isAnotherRegions(before, held)) {
        return Optional.empty();
      }
      Holder self = Holder.here(region, before.map(Right::epoch).orElse(0L) + 1);
      Optional<Stat> made =
          make(self, rightStat.getVersion(), held.map(present -> heldStat.getVersion()));
      if (made.isPresent()) {
        return Optional.of(new Claim(self, made.get(), before, askedAt, ticker.nanos()));
      }
    }
    throw new ControlException(
        nodes.holder() + " comes and goes: another " + role + " starts again and again; start one");
  }

  /**
   * Makes the claim; empty if what was read has changed and is to be read again.
   *
   * @param right the version of the right's node
   * @param held the version of the holder's node, if there is one
   */
  private Optional<Stat> make(Holder self, int right, Optional<Integer> held) throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    operations.add(nodes.setRight(new Right(region, self.epoch(), false, null), right));
    operations.addAll(Succession.clear(client));
    if (runner.isPresent()) {
      operations.add(runner.get().check());
    }
    if (held.isPresent()) {
      operations.add(nodes.deleteHolder(held.get()));
    }
    operations.add(nodes.createHolder(self));
    try {
      List<CuratorTransactionResult> done =
          client.curator().transaction().forOperations(operations);
      return Optional.of(done.get(0).getResultStat());
    } catch (KeeperException.BadVersionException
        | KeeperException.NodeExistsException
        | KeeperException.NoNodeException e) {
      if (runner.isPresent()) {
        runner.get().requireRunning();
      }
      Optional<Stat> mine = madeUnanswered(self.epoch());
      if (mine.isEmpty()) {
        requireNoOther(self.epoch(), e);
      }
      return mine;
    }
  }

  /** A region that is to write next may as soon as the one before has let go of it. */
  private boolean isAnotherRegions(Optional<Right> right, Optional<Holder> held)
      throws ControlException {
    if (right.isEmpty()) {
      return false;
    }
    Optional<Succession> next = Succession.after(client, right.get().epoch());
    if (right.get().region().equals(region)) {
      return next.isPresent() && !next.get().to().equals(region);
    }
    return next.isEmpty()
        || !next.get().to().equals(region)
        || (held.isPresent() && !right.get().released() && !next.get().forced());
  }

  private void requireNoOtherBatch(Optional<Holder> held) throws ControlException {
    if (role == Role.BATCH && held.isPresent()) {
      throw new ControlException(
          "a batch runs already: "
              + held.get()
              + " ("
              + nodes.holder()
              + " in ZooKeeper). Wait until it ends, or stop it; if it died, ZooKeeper gives it up"
              + " within "
              + client.settings().sessionTimeout().toSeconds()
              + " s");
    }
  }

  /** What a claim of ours left that was made although its answer was lost. */
  private Optional<Stat> madeUnanswered(long epoch) throws Exception {
    Stat held = client.curator().checkExists().forPath(nodes.holder());
    Stat stat = new Stat();
    Optional<Right> right = nodes.readRight(stat);
    return held != null
            && held.getEphemeralOwner() == client.session()
            && right.isPresent()
            && right.get().epoch() == epoch
        ? Optional.of(stat)
        : Optional.empty();
  }

  /**
   * What changed must have been the former holder, who left or came back, or another region; not a
   * claim of this one.
   */
  private void requireNoOther(long epoch, Exception cause) throws ControlException {
    Optional<Right> present = nodes.readRight(new Stat());
    if (present.isPresent()
        && present.get().epoch() >= epoch
        && present.get().region().equals(region)) {
      throw new ControlException(
          "another " + role + " of region " + region + " started at the same time; start one",
          cause);
    }
  }
}
