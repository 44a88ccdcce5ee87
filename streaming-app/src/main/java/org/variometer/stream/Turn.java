package org.variometer.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.variometer.config.KairosSettings;
import org.variometer.control.Repairs;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SinkException;
import org.variometer.kairos.Ticker;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.series.SealedThrough;

/**
 * Whether it is this region's turn to write, and what changes with that (spec §7): a stream that
 * takes over from another region waits until nothing of that one can be under way, then brings
 * KairosDB to what it holds; one that hands over makes sure of what it wrote, and stands by. For
 * one thread.
 */
final class Turn {
  /** So many points that roll are kept for a region that may not come as far. */
  private static final int MOST_UNWRITTEN = 500_000;

  private final String region;
  private final Control control;
  private final long retainNanos;
  private final KairosWriter writer;
  private final BeaconTopic topic;
  private final Consumer<String> notes;
  private final Ticker ticker = Ticker.SYSTEM;
  private Reconciliation reconciliation;
  private List<Repairs.Repair> repairs = List.of();

  /** Rolling points that no region may have written. */
  private final Map<Cell, Point> unwritten = new LinkedHashMap<>();

  /** Whether the right is this stream's, and something of who had it before may be under way. */
  private boolean waits;

  /** Until when the database may lose what an earlier stream has written, ns. */
  private long ofEarlierUntil;

  private long lookBacks;

  private volatile boolean settled;

  /**
   * Begins.
   *
   * @param kairos how points are written
   * @param reconciliation with what an earlier stream of the region may have left
   * @param notes told when the turn changes
   */
  Turn(
      String region,
      Control control,
      KairosSettings kairos,
      KairosWriter writer,
      BeaconTopic topic,
      Reconciliation reconciliation,
      Consumer<String> notes) {
    this.region = region;
    this.control = control;
    this.retainNanos = kairos.canary().retain().toNanos();
    this.writer = writer;
    this.topic = topic;
    this.reconciliation = reconciliation;
    this.notes = notes;
    this.settled = reconciliation.isSettled();
    this.ofEarlierUntil = ticker.nanos() + retainNanos;
    if (control.hasRight() && control.isPredecessorElsewhere()) {
      waits = true;
      begin(reconciliation.again());
    }
  }

  /** Whether nothing of an earlier stream stands that should not; may be asked by any thread. */
  boolean isSettled() {
    return settled;
  }

  /**
   * Whether a micro-batch writes. To be asked before it reads the seal.
   *
   * @throws SinkException if another stream has taken over, or ZooKeeper can't be reached
   */
  boolean isWriting() throws StreamException, SinkException {
    if (!control.hasRight() && !takesOver()) {
      return false;
    }
    control.confirm();
    if (waits && !control.isPredecessorOver()) {
      return false;
    }
    waits = false;
    lookForRepairs();
    lookForLosses();
    return true;
  }

  private boolean takesOver() throws StreamException {
    OptionalLong epoch = control.claimIfFree();
    if (epoch.isEmpty()) {
      return false;
    }
    notes.accept(
        "region "
            + region
            + " takes over, epoch "
            + epoch.getAsLong()
            + ": it writes as soon as nothing of the one before can be under way");
    waits = true;
    ofEarlierUntil = ticker.nanos() + retainNanos;
    writer.takeOver();
    begin(reconciliation.again(topic.latest()));
    return true;
  }

  /**
   * What KairosDB loses or writes again may be an earlier writer's, who kept it, as this one keeps
   * its own.
   */
  private void lookForLosses() {
    long soFar = writer.statistics().lookBacks();
    if (soFar > lookBacks && ticker.nanos() - ofEarlierUntil < 0) {
      notes.accept(
          "KairosDB may have lost something, also of what an earlier stream has written: comparing"
              + " what stands with what this one holds");
      begin(reconciliation.again());
    }
    lookBacks = soFar;
  }

  private void lookForRepairs() throws StreamException {
    List<Repairs.Repair> named = control.repairs();
    if (!repairs.containsAll(named)) {
      repairs = named;
      notes.accept(
          "a stream that had lost the right to write may have written buckets that begin at "
              + named.stream().map(Repairs.Repair::from).sorted().findFirst().orElseThrow()
              + " or later: comparing what stands with what this one holds");
      begin(reconciliation.again());
    }
  }

  private void begin(Reconciliation next) {
    reconciliation = next;
    settled = false;
  }

  /**
   * Notes what a micro-batch does not write. Buckets are compared when it is this region's turn;
   * what rolls is yielded once, and kept until the region that writes has come as far.
   *
   * @param offsets the next ones
   */
  void passOver(BatchPoints batch, SortedMap<Integer, Long> offsets) throws StreamException {
    reconciliation.standBy(offsets);
    for (Point point : batch.rolling()) {
      unwritten.put(point.cell(), point);
    }
    long written = control.hasRight() ? Long.MIN_VALUE : writtenByOther();
    unwritten.keySet().removeIf(cell -> cell.timestamp() <= written);
    Iterator<Cell> oldest = unwritten.keySet().iterator();
    for (int over = unwritten.size() - MOST_UNWRITTEN; over > 0; over--) {
      oldest.next();
      oldest.remove();
    }
  }

  private long writtenByOther() throws StreamException {
    return control.rolledByWriter().orElse(Long.MIN_VALUE);
  }

  /**
   * What a micro-batch has to write.
   *
   * @param batch what it computed
   * @param offsets the next ones
   * @param held what the stream holds after it
   */
  Points points(
      BatchPoints batch, SortedMap<Integer, Long> offsets, Held.Reader held, SealedThrough sealed)
      throws Exception {
    List<Point> own = new ArrayList<>(batch.points());
    batch.rolling().forEach(point -> unwritten.remove(point.cell()));
    own.addAll(unwritten.values());
    boolean reconciles = reconciliation.isTime(offsets);
    return new Points(
        reconciles ? reconciliation.settle(own, held, batch.progress().passed(), sealed) : own,
        Stream.concat(batch.rolling().stream(), unwritten.values().stream())
            .mapToLong(point -> point.cell().timestamp())
            .max(),
        reconciles);
  }

  /**
   * Points, and whether they bring KairosDB to what the stream holds.
   *
   * @param all the points
   * @param rolled the newest minute among them of what rolls, ms since the epoch, if there is one
   * @param reconcile whether they do
   */
  record Points(List<Point> all, OptionalLong rolled, boolean reconcile) {}

  /** Notes that a micro-batch's points are written and its offsets committed. */
  void committed(Points points) throws StreamException, SinkException {
    unwritten.clear();
    if (points.reconcile()) {
      reconciliation.done();
      settled = reconciliation.isSettled();
      if (settled) {
        control.repaired(repairs);
        repairs = List.of();
      }
    }
    Optional<String> successor = control.successor();
    if (successor.isPresent()) {
      handOver(successor.get());
    }
  }

  private void handOver(String successor) throws StreamException, SinkException {
    writer.finish();
    control.handOver(settled && !writer.mayStillArrive());
    // Whatever this one had to set right is now the other's to compare.
    control.progress().clearCatchUp();
    writer.forget(cell -> true);
    reconciliation = reconciliation.none();
    settled = true;
    repairs = List.of();
    notes.accept(
        "region " + successor + " is to write; the stream of region " + region + " stands by");
  }
}
