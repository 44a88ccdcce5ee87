package org.variometer.stream;

import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SinkException;

/** A stream that runs. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
public final class StreamRun implements AutoCloseable {
  private final JavaStreamingContext context;
  private final BatchFinisher finisher;
  private final KairosWriter writer;
  private final Control control;
  private boolean closed;

  StreamRun(
      JavaStreamingContext context, BatchFinisher finisher, KairosWriter writer, Control control) {
    this.context = context;
    this.finisher = finisher;
    this.writer = writer;
    this.control = control;
  }

  /**
   * Waits until the stream ends: because it is stopped, or because a micro-batch failed.
   *
   * @throws StreamException if it failed; it is stopped then
   */
  public void await() throws StreamException, InterruptedException {
    try {
      context.awaitTermination();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      finisher.fail(e);
      abort();
      throw failed();
    }
    if (finisher.failure() != null) {
      abort();
      throw failed();
    }
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
   * Stops gracefully: micro-batches in hand are finished and committed (spec §8), and what was
   * written last is made sure of.
   *
   * @throws StreamException if one of them fails, or points are lost and can't be written again
   */
  public synchronized void stop() throws StreamException {
    if (closed) {
      return;
    }
    context.stop(true, true);
    try {
      if (finisher.failure() != null) {
        throw failed();
      }
      writer.finish();
    } catch (SinkException e) {
      throw new StreamException(e.getMessage(), e);
    } finally {
      release();
    }
  }

  /** Stops at once; a restart takes up from the last checkpoint. */
  @Override
  public synchronized void close() {
    abort();
  }

  private synchronized void abort() {
    if (!closed) {
      context.stop(true, false);
      release();
    }
  }

  private void release() {
    closed = true;
    writer.close();
    control.close();
  }

  private StreamException failed() {
    Exception failure = finisher.failure();
    return failure instanceof StreamException known
        ? known
        : new StreamException("a micro-batch failed: " + failure.getMessage(), failure);
  }
}
