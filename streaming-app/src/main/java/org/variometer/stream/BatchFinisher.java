package org.variometer.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaPairRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.config.VariometerConfig;
import org.variometer.control.StateDigest;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SinkException;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterShard;
import org.variometer.shard.MeterYield;
import org.variometer.shard.SessionShard;
import org.variometer.stream.snapshot.WholeFrom;

/**
 * What the driver does at the end of each micro-batch: writes its points, then commits its offsets.
 * After one failure, or behind one that is missing, it finishes none any more: a later micro-batch
 * must never be committed over one that was not.
 */
final class BatchFinisher {
  private static final Logger LOG = LoggerFactory.getLogger(BatchFinisher.class);
  private static final long NONE = Long.MIN_VALUE;

  /**
   * The one of this process. A stream that is restored from a checkpoint brings its functions along
   * and has to find what can't be kept in one: connections.
   */
  private static final AtomicReference<BatchFinisher> CURRENT = new AtomicReference<>();

  private final String region;
  private final Checkpoints checkpoints;
  private final KairosWriter writer;
  private final Control control;
  private final Map<Integer, Long> start;
  private final Turn turn;
  private final LiveState state;
  private final Consumer<MicroBatch> listener;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicReference<Thread> waker = new AtomicReference<>();
  private final long intervalMillis;
  private long lastTime;

  /** Through where no bucket is this stream's any more, as the last micro-batch read it. */
  private volatile SealedThrough sealed;

  private long late;
  private MicroBatch committed;

  /**
   * Finishes micro-batches.
   *
   * @param start the offsets where the stream began, by partition
   * @param last the time of the micro-batch that was committed last, if the stream goes on from
   *     there
   * @param turn whether it writes
   * @param state takes the state after each micro-batch
   * @param sealed through where no bucket is this stream's, as far as is known
   * @param listener told of each micro-batch that is committed
   */
  BatchFinisher(
      VariometerConfig config,
      Checkpoints checkpoints,
      KairosWriter writer,
      Control control,
      Map<Integer, Long> start,
      OptionalLong last,
      Turn turn,
      LiveState state,
      SealedThrough sealed,
      Consumer<MicroBatch> listener) {
    this.region = config.region();
    this.intervalMillis = config.stream().batchInterval().toMillis();
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.control = control;
    this.start = start;
    this.lastTime = last.orElse(NONE);
    this.turn = turn;
    this.state = state;
    this.sealed = sealed;
    this.listener = listener;
  }

  /** Makes this the one of the process. */
  void install() {
    CURRENT.set(this);
  }

  static BatchFinisher current() {
    BatchFinisher current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("no stream is started in this process");
    }
    return current;
  }

  /** Whether nothing of an earlier stream stands that should not. */
  boolean isSettled() {
    return turn.isSettled();
  }

  /** Through where no bucket is this stream's, as far as is known without asking. */
  SealedThrough sealed() {
    return sealed;
  }

  /**
   * Finishes a micro-batch.
   *
   * @param yields computes what the parts of the meters yield
   * @param held computes what they hold whole
   * @param wholeFrom from when on the state has everything
   * @param time its time, ms since the epoch
   */
  void finish(Callable<List<MeterYield>> yields, Held.Reader held, WholeFrom wholeFrom, long time)
      throws Exception {
    requireNoFailure();
    try {
      requireNext(time);
      List<MeterYield> computed = yields.call();
      checkpoints.noteComputed();
      committed = finished(computed, held, wholeFrom, time);
      listener.accept(committed);
      lastTime = time;
    } catch (Exception | Error e) {
      // Whatever it is, also where Spark computes: the next micro-batch would heal the state, but
      // the cells that only this one touched would never be written.
      fail(e);
      throw e;
    }
  }

  /** Takes the sessions after the micro-batch that is finished. */
  void takeSessions(JavaPairRDD<Integer, SessionShard> sessions) throws StreamException {
    requireNoFailure();
    state.takeSessions(sessions);
  }

  /**
   * Takes the meters after the micro-batch that is finished.
   *
   * @param wholeFrom from when on the state has everything
   */
  void takeMeters(JavaPairRDD<Integer, MeterShard> meters, WholeFrom wholeFrom)
      throws StreamException {
    requireNoFailure();
    state.takeMeters(meters, committed.time(), committed.nextOffsets(), wholeFrom);
  }

  /**
   * Fails if the stream has failed. To be called by all that is done with a micro-batch: Spark
   * takes one for finished, and forgets it, if the last thing that is done with it succeeds.
   */
  void requireNoFailure() throws StreamException {
    if (failure() != null) {
      throw new StreamException(
          "not finished, because an earlier micro-batch failed: " + failure().getMessage());
    }
  }

  /**
   * Fails if a micro-batch is missing: Spark leaves out one that it can't lay out, and a checkpoint
   * that it keeps after that doesn't know of it either. What only that one would have written is
   * lost unless the stream begins again.
   */
  private void requireNext(long time) throws StreamException {
    if (lastTime != NONE && time > lastTime + intervalMillis) {
      control.progress().noteCatchUp();
      throw new StreamException(
          "the micro-batch after the one of "
              + Instant.ofEpochMilli(lastTime)
              + " is missing: Spark could not lay it out, its log says why. Start again, which"
              + " begins without the checkpoint");
    }
  }

  /** Notes a failure outside, so that nothing is finished after it. */
  void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      Thread waiting = waker.getAndSet(null);
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  /** Interrupts a thread when the stream fails from now on; null for none. */
  void wakeOnFailure(Thread waiting) {
    waker.set(waiting);
  }

  /** Why the stream failed, null if it did not. */
  Throwable failure() {
    return failure.get();
  }

  private MicroBatch finished(
      List<MeterYield> yields, Held.Reader held, WholeFrom wholeFrom, long time) throws Exception {
    checkpoints.await(time);
    boolean writes = turn.isWriting();
    Optional<Instant> sealing = leaveSealed();
    BatchPoints batch = new BatchPoints(yields, region, time, sealed, late);
    late = batch.late();
    SortedMap<Integer, Long> offsets = new TreeMap<>(start);
    offsets.putAll(batch.progress().nextOffsets());
    state.health(time).forEach(batch::addHealth);
    writer.statistics().health().forEach(batch::addHealth);
    StateDigest digest =
        new StateDigest(
            wholeFrom.totals(), batch.progress().passed(), batch.sum().intake().digest().sums());
    int written = 0;
    if (writes) {
      Turn.Points points = turn.points(batch, offsets, held, sealed);
      write(points, digest, offsets, sealing, time);
      written = points.all().size();
    } else {
      turn.passOver(batch, offsets);
      control.commit(time, offsets, digest, OptionalLong.empty(), Optional.empty());
    }
    return new MicroBatch(
        time,
        batch.batch(),
        batch.sum(),
        batch.gauges(),
        writes,
        written,
        offsets,
        batch.progress().passed(),
        sealing,
        System.currentTimeMillis() - time);
  }

  private void write(
      Turn.Points points,
      StateDigest digest,
      SortedMap<Integer, Long> offsets,
      Optional<Instant> sealing,
      long time)
      throws StreamException, SinkException {
    try {
      writer.writeBatch(points.all(), time);
      // What may still arrive would stand where the batch has written.
      Optional<Instant> left = writer.mayStillArrive() ? Optional.empty() : sealing;
      control.commit(time, offsets, digest, points.rolled(), left);
      turn.committed(points);
    } catch (StreamException | SinkException | RuntimeException e) {
      nameForRepair(e);
      throw e;
    }
  }

  /**
   * Names what may have been written, if another has the right to by now.
   *
   * @param failure why it may have been, and is not known to be
   */
  void nameForRepair(Exception failure) {
    try {
      control.nameForRepairIfOvertaken(writer.earliestRecent());
    } catch (StreamException unnamed) {
      LOG.warn("buckets that may have been written are not named: {}", unnamed.getMessage());
      failure.addSuppressed(unnamed);
    }
  }

  /** Reads through where the batch seals; what ends there or before is not written any more. */
  private Optional<Instant> leaveSealed() throws StreamException {
    Optional<Instant> sealing = control.sealing();
    SealedThrough now = SealedThrough.of(sealing);
    if (!now.equals(sealed)) {
      sealed = now;
      // Also not if it turns out to be lost.
      writer.forget(now::covers);
    }
    return sealing;
  }
}
