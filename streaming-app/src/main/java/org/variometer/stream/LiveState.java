package org.variometer.stream;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaPairRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.shard.MeterShard;
import org.variometer.shard.SessionShard;
import org.variometer.stream.snapshot.SnapshotWriter;
import org.variometer.stream.snapshot.WholeFrom;

/**
 * The state after the newest micro-batch. What it follows is released: the two share nearly all,
 * and what was replaced would be held for many micro-batches. Every so often a snapshot is taken of
 * it, beside the stream: the state never changes, it is only followed by another.
 */
final class LiveState implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveState.class);
  private static final long PATIENCE_MINUTES = 15;
  private static final double MILLIS_OF_SECOND = 1e3;

  private final SnapshotWriter writer;
  private final int every;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread worker = new Thread(task, "snapshots");
            worker.setDaemon(true);
            return worker;
          });
  private JavaPairRDD<Integer, SessionShard> sessions;
  private State newest;
  private State inHand;
  private int since;
  private long lastKept = Long.MIN_VALUE;
  private OptionalDouble lastSeconds = OptionalDouble.empty();
  private long failures;
  private boolean closed;

  /** The state after a micro-batch. */
  private record State(
      long time,
      SortedMap<Integer, Long> offsets,
      WholeFrom wholeFrom,
      JavaPairRDD<Integer, SessionShard> sessions,
      JavaPairRDD<Integer, MeterShard> meters) {
    void release() {
      sessions.unpersist(false);
      meters.unpersist(false);
    }
  }

  /**
   * No state yet.
   *
   * @param every from one snapshot to the next, micro-batches
   */
  LiveState(SnapshotWriter writer, int every) {
    this.writer = writer;
    this.every = every;
  }

  /** Takes the sessions after a micro-batch; the meters follow. */
  synchronized void takeSessions(JavaPairRDD<Integer, SessionShard> next) {
    sessions = next;
  }

  /**
   * Takes the meters after a micro-batch that is committed.
   *
   * @param time its time, ms since the epoch
   * @param offsets the next offset by partition
   * @param wholeFrom from when on the state has everything
   */
  synchronized void takeMeters(
      JavaPairRDD<Integer, MeterShard> next,
      long time,
      SortedMap<Integer, Long> offsets,
      WholeFrom wholeFrom) {
    if (closed) {
      return;
    }
    State before = newest;
    newest = new State(time, offsets, wholeFrom, sessions, next);
    if (before != null && !isInHand(before)) {
      before.release();
    }
    since++;
    if (since >= every && inHand == null) {
      since = 0;
      State taken = newest;
      inHand = taken;
      thread.execute(() -> keep(taken));
    }
  }

  private boolean isInHand(State state) {
    return inHand != null && inHand.time() == state.time();
  }

  /**
   * Takes a last snapshot, unless there is one of this state; nothing may follow. Where that fails
   * a warning says so, and the stream has ended well all the same: it can be done without.
   */
  void keepLast() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      LOG.warn("no last snapshot is taken: the one before is not done yet");
      return;
    }
    State last;
    synchronized (this) {
      last = newest != null && newest.time() > lastKept ? newest : null;
      inHand = last;
    }
    if (last != null) {
      keep(last);
    }
  }

  /**
   * How snapshots do, by the names of the pipeline's series.
   *
   * @param time the present micro-batch's, ms since the epoch
   */
  synchronized SortedMap<String, Double> health(long time) {
    SortedMap<String, Double> health = new TreeMap<>();
    health.put("snapshot_failures", (double) failures);
    lastSeconds.ifPresent(
        seconds -> {
          health.put("snapshot_seconds", seconds);
          health.put("snapshot_age_seconds", (time - lastKept) / MILLIS_OF_SECOND);
        });
    return health;
  }

  private void keep(State state) {
    long start = System.nanoTime();
    try {
      writer.write(
          state.time(), state.offsets(), state.wholeFrom(), state.sessions(), state.meters());
      kept(state, (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
    } finally {
      done(state);
    }
  }

  private synchronized void kept(State state, double seconds) {
    lastKept = state.time();
    lastSeconds = OptionalDouble.of(seconds);
  }

  private synchronized void failed(Throwable e) {
    failures++;
    if (!closed) {
      LOG.warn("no snapshot could be taken, the last one stays: {}", e.toString());
    }
  }

  private synchronized void done(State state) {
    inHand = null;
    if (state.time() != newest.time()) {
      state.release();
    }
  }

  /** What is in hand is given up. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.shutdownNow();
  }
}
