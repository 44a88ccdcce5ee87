package org.variometer.stream;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.variometer.config.VariometerConfig;

/** A stream in this process, and the micro-batches that it committed. */
final class ObservedRun implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  private final Lock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();
  private final List<MicroBatch> batches = new ArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Config config;
  private final StreamRun run;

  ObservedRun(Config config, boolean allowDataLoss) throws StreamException {
    this.config = config;
    this.run = new StreamApp(config, allowDataLoss, notes::add, this::committed).start();
  }

  private void committed(MicroBatch batch) {
    lock.lock();
    try {
      batches.add(batch);
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a micro-batch that fits; fails if the stream fails before. */
  MicroBatch await(Predicate<MicroBatch> wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    lock.lock();
    try {
      int next = 0;
      while (true) {
        while (next < batches.size()) {
          MicroBatch batch = batches.get(next++);
          if (wanted.test(batch)) {
            return batch;
          }
        }
        run.check();
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no such micro-batch within time; last: " + batches);
        }
        // Wakes up in between to see whether the stream has failed.
        committed.await(200, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything that is in the topic now is committed. */
  MicroBatch awaitAll() throws Exception {
    SortedMap<Integer, Long> latest =
        new BeaconTopic(VariometerConfig.from(config).kafka()).latest();
    return await(batch -> batch.nextOffsets().equals(latest));
  }

  /**
   * Waits until everything that is in the topic now is committed, and the stream has made up for
   * what one before it wrote.
   */
  MicroBatch awaitCaughtUp() throws Exception {
    awaitAll();
    await(batch -> notes.stream().anyMatch(note -> note.startsWith("caught up with the stream")));
    List<MicroBatch> all = batches();
    return all.get(all.size() - 1);
  }

  /** Waits until the stream has failed; says with what message. */
  String awaitFailure() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    lock.lock();
    try {
      while (System.nanoTime() < deadline) {
        try {
          run.check();
        } catch (StreamException e) {
          return e.getMessage();
        }
        committed.await(50, TimeUnit.MILLISECONDS);
      }
      throw new AssertionError("has not failed within time; last: " + batches);
    } finally {
      lock.unlock();
    }
  }

  List<MicroBatch> batches() {
    lock.lock();
    try {
      return List.copyOf(batches);
    } finally {
      lock.unlock();
    }
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  StreamRun run() {
    return run;
  }

  @Override
  public void close() {
    run.close();
  }
}
