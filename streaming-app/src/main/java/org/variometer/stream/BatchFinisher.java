package org.variometer.stream;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.variometer.kairos.KairosWriter;
import org.variometer.shard.MeterYield;

/**
 * What the driver does at the end of each micro-batch: writes its points, then commits its offsets.
 * After one failure it finishes none any more: a later micro-batch must never be committed over one
 * that was not.
 */
final class BatchFinisher {
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
  private final Consumer<MicroBatch> listener;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * Finishes micro-batches.
   *
   * @param start the offsets where the stream began, by partition
   * @param listener told of each micro-batch that is committed
   */
  BatchFinisher(
      String region,
      Checkpoints checkpoints,
      KairosWriter writer,
      Control control,
      Map<Integer, Long> start,
      Consumer<MicroBatch> listener) {
    this.region = region;
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.control = control;
    this.start = start;
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

  /**
   * Finishes a micro-batch.
   *
   * @param yields computes what the parts of the meters yield; where that fails, the next
   *     micro-batch would heal the state, and the cells that only this one touched would never be
   *     written
   * @param time its time, ms since the epoch
   */
  void finish(Supplier<List<MeterYield>> yields, long time) throws Exception {
    if (failure() != null) {
      throw new StreamException(
          "not finished, because an earlier micro-batch failed: " + failure().getMessage());
    }
    try {
      listener.accept(finished(yields.get(), time));
    } catch (Exception e) {
      fail(e);
      throw e;
    }
  }

  /** Notes a failure outside, so that nothing is finished after it. */
  void fail(Exception cause) {
    failure.compareAndSet(null, cause);
  }

  /** Why the stream failed, null if it did not. */
  Exception failure() {
    return failure.get();
  }

  private MicroBatch finished(List<MeterYield> yields, long time)
      throws StreamException, IOException, InterruptedException {
    BatchPoints batch = new BatchPoints(yields, region, time);
    checkpoints.await(time);
    writer.writeBatch(batch.points(), time);
    SortedMap<Integer, Long> offsets = new TreeMap<>(start);
    offsets.putAll(batch.progress().nextOffsets());
    control.commit(offsets);
    return new MicroBatch(
        time,
        batch.batch(),
        batch.sum(),
        batch.gauges(),
        batch.points().size(),
        offsets,
        batch.progress().passed(),
        System.currentTimeMillis() - time);
  }
}
