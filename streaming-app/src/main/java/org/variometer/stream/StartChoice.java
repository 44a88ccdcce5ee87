package org.variometer.stream;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.config.VariometerConfig;
import scala.Option;

/** Where a stream begins, and with which state (spec §7); it says what was chosen and why. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
final class StartChoice {
  /** A checkpoint older than this many micro-batches is no start. */
  private static final int CHECKPOINT_BATCHES = 10;

  private final VariometerConfig config;
  private final boolean allowDataLoss;
  private final Consumer<String> notes;
  private final SortedMap<Integer, Long> committed;
  private final SortedMap<Integer, Long> earliest;
  private final SortedMap<Integer, Long> latest;

  /** Whether Kafka has all that follows what is committed. */
  private final boolean whole;

  /**
   * Looks at what there is.
   *
   * @param allowDataLoss whether to go on without records or state that are gone
   * @param notes takes a line about what was chosen and why
   * @throws StreamException if records are gone and may not be
   */
  StartChoice(
      VariometerConfig config,
      boolean allowDataLoss,
      Consumer<String> notes,
      BeaconTopic topic,
      SortedMap<Integer, Long> committed)
      throws StreamException {
    this.config = config;
    this.allowDataLoss = allowDataLoss;
    this.notes = notes;
    this.committed = committed;
    this.earliest = topic.earliest();
    this.latest = topic.latest();
    this.whole = requireRecords();
  }

  /** Whether an earlier stream committed anything. */
  boolean isAfterAnother() {
    return !committed.isEmpty();
  }

  /** The offsets behind all that an earlier stream can have read, by partition. */
  SortedMap<Integer, Long> ends() {
    return latest;
  }

  /**
   * The stream as the newest checkpoint has it, null if there is none to go on from.
   *
   * @param catchingUp whether an earlier stream has not caught up yet with one before it
   * @param lastBatch the time of the micro-batch that was committed last, if there is one
   */
  JavaStreamingContext restore(Checkpoints checkpoints, boolean catchingUp, OptionalLong lastBatch)
      throws StreamException {
    JavaStreamingContext context =
        isUsableElsePutAside(checkpoints, catchingUp) ? restored(checkpoints, lastBatch) : null;
    noteOffsets(context != null);
    return context;
  }

  /** The offsets from which on the stream has, or gets, everything. */
  SortedMap<Integer, Long> offsets(boolean restored) {
    SortedMap<Integer, Long> begin = new TreeMap<>(earliest);
    if (restored) {
      begin.putAll(committed);
    } else if (allowDataLoss) {
      for (Map.Entry<Integer, Long> offset : committed.entrySet()) {
        Long end = latest.get(offset.getKey());
        if (end != null && offset.getValue() <= end) {
          begin.merge(offset.getKey(), offset.getValue(), Math::max);
        }
      }
    }
    return begin;
  }

  /** Whether the newest checkpoint can be gone on from; one that can't is put aside. */
  private boolean isUsableElsePutAside(Checkpoints checkpoints, boolean catchingUp)
      throws StreamException {
    try {
      OptionalLong latest = checkpoints.latest();
      if (latest.isEmpty()) {
        notes.accept("no checkpoint of this code and configuration");
        return false;
      }
      long time = latest.getAsLong();
      long interval = config.stream().batchInterval().toMillis();
      String problem = "";
      if (System.currentTimeMillis() - time > CHECKPOINT_BATCHES * interval) {
        problem = "is more than " + CHECKPOINT_BATCHES + " micro-batches old";
      } else if (!whole) {
        problem = "needs records that Kafka no longer has";
      } else if (catchingUp) {
        problem = "does not have all micro-batches of the stream, or of an earlier one";
      } else if (!committed.keySet().equals(earliest.keySet())) {
        problem =
            "knows "
                + committed.size()
                + " partitions of topic "
                + config.kafka().beacons()
                + ", which has "
                + earliest.size()
                + " now";
      }
      if (problem.isEmpty()) {
        notes.accept("going on from the checkpoint of " + Instant.ofEpochMilli(time));
        return true;
      }
      notes.accept(
          "the checkpoint of "
              + Instant.ofEpochMilli(time)
              + " "
              + problem
              + "; put aside as "
              + checkpoints.setAside("old-" + time));
      return false;
    } catch (IOException e) {
      throw new StreamException("the checkpoints can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Whether Kafka still has what comes next. Offsets that it no longer has stop the app, unless
   * loss is allowed: what lay between would be lost in silence.
   */
  private boolean requireRecords() throws StreamException {
    for (Map.Entry<Integer, Long> offset : committed.entrySet()) {
      Long first = earliest.get(offset.getKey());
      Long end = latest.get(offset.getKey());
      if (first != null && end != null && first <= offset.getValue() && offset.getValue() <= end) {
        continue;
      }
      String problem =
          "partition "
              + offset.getKey()
              + " of topic "
              + config.kafka().beacons()
              + (first == null || end == null
                  ? " is gone"
                  : " has the offsets from " + first + " to " + end)
              + ", but the stream got as far as "
              + offset.getValue();
      if (!allowDataLoss) {
        throw new StreamException(
            problem
                + ": what lay between is gone, or the topic was made anew. Let the batch make up"
                + " for it and start with --allow-data-loss");
      }
      notes.accept(problem + ": going on with what is there (--allow-data-loss)");
      return false;
    }
    return true;
  }

  private void noteOffsets(boolean restored) {
    if (committed.isEmpty()) {
      notes.accept("beginning with the earliest records of the topic");
    } else if (!restored) {
      notes.accept(
          allowDataLoss
              ? "going on from the committed offsets without the state that belongs to them"
                  + " (--allow-data-loss)"
              : "no state for the committed offsets: beginning again with the earliest records of"
                  + " the topic");
    }
  }

  /** The stream as the newest checkpoint has it; null if that is damaged. */
  private JavaStreamingContext restored(Checkpoints checkpoints, OptionalLong lastBatch)
      throws StreamException {
    JavaStreamingContext context = null;
    boolean usable = false;
    try {
      context = new JavaStreamingContext(checkpoints.directory(), new Configuration());
      // Spark takes an older one, without a word, where it can't read the newest.
      long time = context.ssc().initialCheckpoint().checkpointTime().milliseconds();
      if (lastBatch.isPresent() && time < lastBatch.getAsLong()) {
        throw new IOException(
            "the newest that can be read is of "
                + Instant.ofEpochMilli(time)
                + ", older than the last micro-batch that was committed");
      }
      usable = true;
      return context;
    } catch (Exception e) {
      // Scala throws it undeclared.
      if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
        Thread.currentThread().interrupt();
        throw new StreamException("interrupted while the stream was starting", e);
      }
      try {
        notes.accept(
            "the checkpoint is damaged ("
                + e.getMessage()
                + "); put aside as "
                + checkpoints.setAside("damaged-" + System.currentTimeMillis()));
        return null;
      } catch (IOException unusable) {
        throw new StreamException("the checkpoints can't be read: " + unusable.getMessage(), e);
      }
    } finally {
      if (!usable) {
        stop(context);
      }
    }
  }

  /** Stops what a restore has begun, which may have failed with Spark already there. */
  private static void stop(JavaStreamingContext context) {
    if (context != null) {
      context.stop(true, false);
      return;
    }
    Option<SparkContext> left = SparkContext$.MODULE$.getActive();
    if (left.isDefined()) {
      left.get().stop();
    }
  }
}
