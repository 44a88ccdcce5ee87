package org.variometer.stream;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.config.VariometerConfig;
import org.variometer.series.SealedThrough;
import org.variometer.stream.snapshot.Layout;
import org.variometer.stream.snapshot.Origin;
import org.variometer.stream.snapshot.Premises;
import org.variometer.stream.snapshot.Snapshot;
import org.variometer.stream.snapshot.Snapshots;
import scala.Option;

/** Where a stream begins, and with which state (spec §7); it says what was chosen and why. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
final class StartChoice {
  /** A checkpoint older than this many micro-batches is no start. */
  private static final int CHECKPOINT_BATCHES = 10;

  /** So many restores in a row that came to nothing are not the fault of what was around. */
  private static final int TRIES = 2;

  /** How far before the seal a stream without state begins (spec §7). */
  private static final Duration REWIND = Duration.ofHours(2);

  private final VariometerConfig config;
  private final boolean allowDataLoss;
  private final Consumer<String> notes;
  private final BeaconTopic topic;
  private final Control control;
  private final SortedMap<Integer, Long> committed;
  private final ReadTopic readTopic;

  /** Whether the committed offsets are of an earlier topic of this name. */
  private final boolean anew;

  private final SortedMap<Integer, Long> earliest;
  private final SortedMap<Integer, Long> latest;

  /** Whether Kafka has all that follows what is committed. */
  private final boolean whole;

  /**
   * Looks at what there is.
   *
   * @param allowDataLoss whether to go on without records or state that are gone
   * @param notes takes a line about what was chosen and why
   * @param control what is known of an earlier stream
   * @throws StreamException if records are gone and may not be
   */
  StartChoice(
      VariometerConfig config,
      boolean allowDataLoss,
      Consumer<String> notes,
      BeaconTopic topic,
      Control control)
      throws StreamException {
    this.config = config;
    this.allowDataLoss = allowDataLoss;
    this.notes = notes;
    this.topic = topic;
    this.control = control;
    this.committed = control.progress().committed();
    this.earliest = topic.earliest();
    this.latest = topic.latest();
    Optional<ReadTopic> before = control.progress().topicOfOffsets();
    String id = topic.id();
    this.anew = before.isPresent() && !before.get().id().equals(id);
    this.readTopic =
        new ReadTopic(id, anew || (before.isPresent() && before.get().followsAnother()));
    this.whole = requireRecords();
  }

  /**
   * What a stream begins with.
   *
   * @param restored the stream as a checkpoint has it, if there is one to go on from
   * @param offsets from which on the stream has, or gets, everything
   * @param origin the state to begin with, of a stream that is not restored
   * @param afterAnother whether an earlier stream has written what this one may have otherwise
   */
  record Start(
      Optional<JavaStreamingContext> restored,
      SortedMap<Integer, Long> offsets,
      Origin origin,
      boolean afterAnother) {}

  /** Which topic the stream reads. */
  ReadTopic topic() {
    return readTopic;
  }

  /** The offsets behind all that an earlier stream can have read, by partition. */
  SortedMap<Integer, Long> ends() {
    return latest;
  }

  /**
   * Chooses.
   *
   * @param premises what the state is to be made with
   * @param slots makes snapshots out of the batch's slots
   * @throws StreamException if something that would be needed for that can't be reached
   */
  Start choose(Checkpoints checkpoints, Snapshots snapshots, Premises premises, SlotChoice slots)
      throws StreamException {
    JavaStreamingContext context =
        isUsableElsePutAside(checkpoints, control.progress().isCatchingUp())
            ? restored(checkpoints, control.progress().lastBatch(), premises.layout(), snapshots)
            : null;
    if (context != null) {
      return new Start(
          Optional.of(context), fromEarliest(committed), Origin.empty(Long.MIN_VALUE), false);
    }
    Optional<SnapshotChoice.Chosen> chosen =
        new SnapshotChoice(snapshots, premises, earliest, latest, notes).newest();
    if (chosen.isEmpty()) {
      chosen = slots.newest(earliest, latest, SealedThrough.of(control.sealing()));
    }
    if (chosen.isPresent()) {
      Snapshot snapshot = chosen.get().snapshot();
      checkpoints.noteOrigin(chosen.get().name());
      SortedMap<Integer, Long> added = new TreeMap<>(earliest);
      added.keySet().removeAll(snapshot.offsets().keySet());
      return new Start(
          Optional.empty(),
          fromEarliest(snapshot.offsets()),
          Origin.of(chosen.get().location(), snapshot, config.catalog())
              .since(wholeFrom(added, OptionalLong.empty())),
          true);
    }
    checkpoints.noteOrigin("");
    return withoutState();
  }

  private long wholeFrom(Map<Integer, Long> offsets, OptionalLong rewound) throws StreamException {
    return topic.wholeFrom(
        offsets, earliest, config.beaconRules(), readTopic.followsAnother(), rewound);
  }

  private Start withoutState() throws StreamException {
    Optional<Instant> sealed = control.sealedThrough();
    SortedMap<Integer, Long> offsets;
    OptionalLong rewound = OptionalLong.empty();
    if (allowDataLoss && !committed.isEmpty()) {
      notes.accept(
          "going on from the committed offsets without the state that belongs to them"
              + " (--allow-data-loss)");
      offsets = fromEarliest(reachable(committed));
    } else if (sealed.isPresent()) {
      Instant target = sealed.get().minus(REWIND);
      notes.accept(
          "no state to go on from: beginning with the records from "
              + target
              + " on, as it is sealed through "
              + sealed.get());
      rewound = OptionalLong.of(target.toEpochMilli());
      offsets = topic.from(target.toEpochMilli());
    } else {
      notes.accept(
          committed.isEmpty()
              ? "beginning with the earliest records of the topic"
              : "no state for the committed offsets: beginning again with the earliest records of"
                  + " the topic");
      offsets = earliest;
    }
    return new Start(
        Optional.empty(), offsets, Origin.empty(wholeFrom(offsets, rewound)), !committed.isEmpty());
  }

  /** These offsets, and the earliest of partitions that have none. */
  private SortedMap<Integer, Long> fromEarliest(Map<Integer, Long> offsets) {
    SortedMap<Integer, Long> all = new TreeMap<>(earliest);
    all.putAll(offsets);
    return all;
  }

  /** Those of these offsets that the topic still has, or comes to next; none of another topic's. */
  private Map<Integer, Long> reachable(Map<Integer, Long> offsets) {
    Map<Integer, Long> reachable = new TreeMap<>();
    if (anew) {
      return reachable;
    }
    offsets.forEach(
        (partition, offset) -> {
          Long end = latest.get(partition);
          if (end != null && offset <= end) {
            reachable.put(partition, Math.max(offset, earliest.get(partition)));
          }
        });
    return reachable;
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
      String name = "old-";
      long age = System.currentTimeMillis() - time;
      if (age < 0) {
        // Spark would begin at a time before it, and without its state.
        problem = "is of a time that is still to come: the clock was set back";
      } else if (age > CHECKPOINT_BATCHES * interval) {
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
      } else if (checkpoints.tries() >= TRIES) {
        problem = "was tried " + TRIES + " times without coming as far as a micro-batch";
        name = "damaged-";
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
              + checkpoints.setAside(name + time));
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
    if (anew) {
      requireLossAllowed(
          "topic "
              + config.kafka().beacons()
              + " at "
              + config.kafka().bootstrapServers()
              + " is another one than the stream of region "
              + config.region()
              + " has read before",
          "it was deleted and made anew, or this is the configuration of another region (see"
              + " variometer.region and variometer.kafka.bootstrap-servers). If it was made anew, let"
              + " the batch make up for what is gone and start with --allow-data-loss");
      return false;
    }
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
      requireLossAllowed(
          problem,
          "what lay between is gone, or the topic was made anew. Let the batch make up for it and"
              + " start with --allow-data-loss");
      return false;
    }
    return true;
  }

  private void requireLossAllowed(String problem, String remedy) throws StreamException {
    if (!allowDataLoss) {
      throw new StreamException(problem + ": " + remedy);
    }
    notes.accept(problem + ": going on with what is there (--allow-data-loss)");
  }

  /** The stream as the newest checkpoint has it; null if that is damaged. */
  private JavaStreamingContext restored(
      Checkpoints checkpoints, OptionalLong lastBatch, Layout layout, Snapshots snapshots)
      throws StreamException {
    JavaStreamingContext context = null;
    boolean usable = false;
    try {
      checkpoints.noteTry();
    } catch (IOException e) {
      throw new StreamException(
          "the checkpoints can be read and not be written to: "
              + e.getMessage()
              + ". Start again when "
              + checkpoints.directory()
              + " takes files",
          e);
    }
    try {
      context = new JavaStreamingContext(checkpoints.directory(), checkpoints.hadoop());
      // Spark takes an older one, without a word, where it can't read the newest. One that it
      // keeps at the end of a micro-batch has that one's time, and knows the next one already.
      long time = context.ssc().initialCheckpoint().checkpointTime().milliseconds();
      if (lastBatch.isPresent()
          && time < lastBatch.getAsLong()
          && !RestoredState.knows(context, lastBatch.getAsLong())) {
        throw new IOException(
            "the newest that can be read is of "
                + Instant.ofEpochMilli(time)
                + ", older than the last micro-batch that was committed");
      }
      RestoredState.verify(context, layout, checkpoints.origin(), snapshots);
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
