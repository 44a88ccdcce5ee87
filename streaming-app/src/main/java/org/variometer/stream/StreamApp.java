package org.variometer.stream;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.shard.MeterRules;
import org.variometer.spark.Rules;
import org.variometer.spark.VariometerRegistrator;

/** Starts the stream: chooses where it begins (spec §7), connects, and lays the pipeline. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
public final class StreamApp {
  /** A checkpoint older than this many micro-batches is no start. */
  private static final int CHECKPOINT_BATCHES = 10;

  /** How long micro-batches in hand may take at a stop, Spark's own way to say it. */
  private static final String GRACE = "15min";

  private final Rules rules;
  private final VariometerConfig config;
  private final boolean allowDataLoss;
  private final Consumer<String> notes;
  private final Consumer<MicroBatch> listener;

  /**
   * An app with a loaded configuration.
   *
   * @param config the configuration
   * @param allowDataLoss whether to go on from committed offsets without the state that belongs to
   *     them
   * @param notes takes a line about what was chosen and why
   * @param listener told of each micro-batch that is committed
   */
  public StreamApp(
      Config config, boolean allowDataLoss, Consumer<String> notes, Consumer<MicroBatch> listener) {
    this.rules = new Rules(config);
    this.config = rules.get();
    this.allowDataLoss = allowDataLoss;
    this.notes = notes;
    this.listener = listener;
  }

  /**
   * Starts the stream.
   *
   * @throws StreamException if something that it needs is not there
   */
  public StreamRun start() throws StreamException {
    BeaconTopic topic = new BeaconTopic(config.kafka());
    topic.check();
    Control control = Control.connect(config);
    boolean started = false;
    try {
      StreamRun run = start(topic, control);
      started = true;
      return run;
    } finally {
      if (!started) {
        control.close();
      }
    }
  }

  private StreamRun start(BeaconTopic topic, Control control) throws StreamException {
    Checkpoints checkpoints =
        Checkpoints.in(config.stream().checkpointDirectory(), Digest.of(rules.text()));
    SortedMap<Integer, Long> committed = control.committed();
    SortedMap<Integer, Long> earliest = topic.earliest();
    boolean whole = isStillThere(committed, earliest, topic.latest());
    JavaStreamingContext context = null;
    KairosWriter writer = null;
    boolean started = false;
    try {
      if (isUsable(checkpoints, whole, control.isCatchingUp(), committed, earliest)) {
        context = restored(checkpoints);
      }
      noteOffsets(committed, context != null);
      SortedMap<Integer, Long> begin = begin(committed, earliest, topic, context != null);
      long wholeFrom = topic.wholeFrom(begin);
      long epoch = control.claim();
      control.prepare(begin);
      Leftovers leftovers = Leftovers.NONE;
      if (context == null && !committed.isEmpty()) {
        control.catchUp();
        leftovers = leftovers(Pipeline.meterRules(config, wholeFrom), topic.latest());
      }
      writer = new KairosWriter(config.kairos(), config.region(), "stream", Fence.OPEN);
      BatchFinisher finisher =
          new BatchFinisher(
              config.region(),
              config.stream().batchInterval(),
              checkpoints,
              writer,
              control,
              begin,
              context == null ? OptionalLong.empty() : control.lastBatch(),
              leftovers,
              listener);
      finisher.install();
      if (context == null) {
        noteBucketsLeft(Pipeline.meterRules(config, wholeFrom).firstWhole());
        context = created(checkpoints, begin, wholeFrom);
      }
      context.start();
      started = true;
      notes.accept("region " + config.region() + " writes, epoch " + epoch);
      return new StreamRun(context, finisher, writer, control);
    } finally {
      if (!started) {
        if (writer != null) {
          writer.close();
        }
        if (context != null) {
          context.stop(true, false);
        }
      }
    }
  }

  private Leftovers leftovers(MeterRules meterRules, SortedMap<Integer, Long> ends)
      throws StreamException {
    try {
      return Leftovers.find(config.kairos(), meterRules, ends);
    } catch (IOException e) {
      throw new StreamException(e.getMessage(), e);
    }
  }

  /** The offsets from which on the stream has, or gets, everything. */
  private SortedMap<Integer, Long> begin(
      SortedMap<Integer, Long> committed,
      SortedMap<Integer, Long> earliest,
      BeaconTopic topic,
      boolean restored)
      throws StreamException {
    SortedMap<Integer, Long> begin = new TreeMap<>(earliest);
    if (restored) {
      begin.putAll(committed);
    } else if (allowDataLoss) {
      SortedMap<Integer, Long> latest = topic.latest();
      for (Map.Entry<Integer, Long> offset : committed.entrySet()) {
        Long end = latest.get(offset.getKey());
        if (end != null && offset.getValue() <= end) {
          begin.merge(offset.getKey(), offset.getValue(), Math::max);
        }
      }
    }
    return begin;
  }

  /** Whether the stream can take up from the newest checkpoint; one that it can't is put aside. */
  private boolean isUsable(
      Checkpoints checkpoints,
      boolean whole,
      boolean catchingUp,
      SortedMap<Integer, Long> committed,
      SortedMap<Integer, Long> earliest)
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
   * Whether Kafka still has what comes next. Offsets that it no longer has stop the app: what lay
   * between would be lost in silence.
   */
  private boolean isStillThere(
      SortedMap<Integer, Long> committed,
      SortedMap<Integer, Long> earliest,
      SortedMap<Integer, Long> latest)
      throws StreamException {
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

  private void noteOffsets(SortedMap<Integer, Long> committed, boolean restore) {
    if (committed.isEmpty()) {
      notes.accept("beginning with the earliest records of the topic");
    } else if (!restore) {
      notes.accept(
          allowDataLoss
              ? "going on from the committed offsets without the state that belongs to them"
                  + " (--allow-data-loss)"
              : "no state for the committed offsets: beginning again with the earliest records of"
                  + " the topic");
    }
  }

  private void noteBucketsLeft(long firstWhole) {
    if (firstWhole != Long.MIN_VALUE) {
      notes.accept(
          "buckets that begin before "
              + Instant.ofEpochMilli(firstWhole)
              + " are left to the batch: this stream does not have all that belongs to them");
    }
  }

  /** The stream as the newest checkpoint has it; null if none is intact. */
  private JavaStreamingContext restored(Checkpoints checkpoints) throws StreamException {
    try {
      return new JavaStreamingContext(checkpoints.directory(), new Configuration());
    } catch (Exception e) {
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
    }
  }

  private JavaStreamingContext created(
      Checkpoints checkpoints, Map<Integer, Long> begin, long wholeFrom) throws StreamException {
    JavaStreamingContext context = null;
    boolean laid = false;
    try {
      context =
          new JavaStreamingContext(
              sparkConf(), new Duration(config.stream().batchInterval().toMillis()));
      context.checkpoint(checkpoints.directory());
      Pipeline.lay(context, rules, begin, wholeFrom);
      laid = true;
      return context;
    } catch (Exception e) {
      // Also those that Scala throws without a word.
      throw new StreamException(
          "Spark can't be started with master "
              + config.stream().master()
              + ": "
              + e.getMessage()
              + ". See variometer.stream.master and variometer.stream.spark",
          e);
    } finally {
      if (!laid && context != null) {
        context.stop(true, false);
      }
    }
  }

  private SparkConf sparkConf() {
    StreamSettings settings = config.stream();
    SparkConf conf =
        new SparkConf()
            .setMaster(settings.master())
            .setAppName("variometer-stream-" + config.region())
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", VariometerRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.streaming.gracefulStopTimeout", GRACE)
            .set(
                "spark.streaming.kafka.maxRatePerPartition",
                Integer.toString(settings.maxRatePerPartition()))
            .set("spark.streaming.backpressure.enabled", Boolean.toString(settings.backpressure()));
    if (settings.master().startsWith("local")) {
      conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
    }
    settings.spark().forEach(conf::set);
    return conf;
  }
}
