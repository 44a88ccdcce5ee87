package org.variometer.stream;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SinkException;

/** A stream that runs. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
public final class StreamRun implements AutoCloseable {
  private final JavaStreamingContext context;
  private final BatchFinisher finisher;
  private final LiveState state;
  private final KairosWriter writer;
  private final Control control;
  private final PartitionWatch partitions;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closed;

  StreamRun(
      JavaStreamingContext context,
      BatchFinisher finisher,
      LiveState state,
      KairosWriter writer,
      Control control,
      PartitionWatch partitions) {
    this.context = context;
    this.finisher = finisher;
    this.state = state;
    this.writer = writer;
    this.control = control;
    this.partitions = partitions;
    Thread watch = new Thread(this::watch, "stream-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Notes what Spark says of a failure at once, whether or not somebody waits for it. */
  private void watch() {
    try {
      context.awaitTermination();
    } catch (Exception | Error e) {
      finisher.fail(e);
    } finally {
      ended.countDown();
    }
  }

  /**
   * Waits until the stream ends: because it is stopped, or because a micro-batch failed.
   *
   * @throws StreamException if it failed; it is stopped then
   */
  public void await() throws StreamException, InterruptedException {
    ended.await();
    if (finisher.failure() != null) {
      abort();
      throw failed();
    }
  }

  /** Where Spark shows what it does, if it does. */
  public Optional<String> uiAddress() {
    return pages(context);
  }

  static Optional<String> pages(JavaStreamingContext context) {
    scala.Option<String> address = context.sparkContext().sc().uiWebUrl();
    return address.isDefined() ? Optional.of(address.get()) : Optional.empty();
  }

  /**
   * Returns if the stream has not failed so far.
   *
   * @throws StreamException if it has
   */
  public void check() throws StreamException {
    if (finisher.failure() != null) {
      throw failed();
    }
  }

  /**
   * Stops gracefully: micro-batches in hand are finished and committed (spec §8), a snapshot of the
   * state is taken, and what was written last is made sure of.
   *
   * @throws StreamException if one of them fails, or points are lost and can't be written again
   */
  public synchronized void stop() throws StreamException {
    if (closed) {
      return;
    }
    if (!stoppedGracefully()) {
      abort();
      throw failed();
    }
    try {
      if (control.hasRight()) {
        writer.finish();
      }
      state.keepLast();
      if (finisher.isSettled() && !writer.mayStillArrive()) {
        control.release();
      }
    } catch (SinkException e) {
      finisher.nameForRepair(e);
      throw new StreamException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException("interrupted while the last snapshot was taken", e);
    } finally {
      release();
    }
  }

  /**
   * Waits until micro-batches in hand are finished; false if one failed. Spark would go on waiting
   * for those behind it, which never are: a failure wakes up whoever waits.
   */
  private boolean stoppedGracefully() {
    finisher.wakeOnFailure(Thread.currentThread());
    try {
      if (finisher.failure() == null) {
        // Spark itself stays until a snapshot is taken.
        context.stop(false, true);
      }
    } catch (Exception e) {
      // Scala throws also what is not declared, as when it is interrupted.
      finisher.fail(e);
    } finally {
      finisher.wakeOnFailure(null);
      if (finisher.failure() != null) {
        Thread.interrupted();
      }
    }
    return finisher.failure() == null;
  }

  /** Stops at once; a restart takes up from the last checkpoint. */
  @Override
  public synchronized void close() {
    abort();
  }

  private synchronized void abort() {
    if (!closed) {
      // An interrupt would end Spark's waiting, and leave all open.
      boolean interrupted = Thread.interrupted();
      try {
        release();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private void release() {
    closed = true;
    state.close();
    try {
      context.stop(true, false);
    } finally {
      partitions.close();
      DeadLetters.disconnect();
      writer.close();
      control.close();
    }
  }

  /** What failed in a task comes wrapped into what Spark did about it, traces included. */
  private StreamException failed() {
    Throwable failure = finisher.failure();
    if (failure instanceof StreamException known) {
      return known;
    }
    Throwable cause = failure;
    while (cause.getCause() != null && cause instanceof SparkException) {
      cause = cause.getCause();
    }
    return new StreamException("a micro-batch failed: " + cause.getMessage(), failure);
  }
}
