package org.variometer.stream;

import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.kairos.KairosWriter;

/** What a stream opens while it starts: closed again, unless it has started. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
final class Launch implements AutoCloseable {
  private final OwnSpark spark;
  private final Control control;
  private JavaStreamingContext context;
  private KairosWriter writer;
  private boolean started;

  /**
   * Begins.
   *
   * @param control which has asked for the right to write
   */
  Launch(OwnSpark spark, Control control) {
    this.spark = spark;
    this.control = control;
  }

  OwnSpark spark() {
    return spark;
  }

  /** Takes what is to be started. */
  void use(JavaStreamingContext opened) {
    context = opened;
  }

  /** Takes what writes. */
  void use(KairosWriter opened) {
    writer = opened;
  }

  /** Starts what was taken. */
  JavaStreamingContext start() throws StreamException {
    // Empty where Spark shows nothing: the address of an earlier stream is none of this one's.
    control.progress().showPages(StreamRun.pages(context).orElse(""));
    context.start();
    started = true;
    return context;
  }

  @Override
  public void close() {
    if (started) {
      return;
    }
    if (writer != null) {
      writer.close();
    } else if (control.hasRight() && control.isPredecessorReleased()) {
      // Nothing was written here; but what the one before may have left is still to be set right.
      control.release();
    }
    if (context != null) {
      context.stop(true, false);
    }
    spark.stop();
  }
}
