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
import org.variometer.spark.Rules;
import org.variometer.spark.VariometerRegistrator;

/** Starts the stream: chooses where it begins (spec §7), connects, and lays the pipeline. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
public final class StreamApp {
  /** A checkpoint older than this many micro-batches is no start. */
  private static final int CHECKPOINT_BATCHES = 10;

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
    boolean restore = isFresh(checkpoints);
    checkOffsets(committed, earliest, restore);
    SortedMap<Integer, Long> begin = new TreeMap<>(earliest);
    if (!restore && allowDataLoss) {
      begin.putAll(committed);
    }
    long wholeFrom = topic.wholeFrom(begin);
    control.prepare(begin);
    long epoch = control.claim();
    KairosWriter writer = new KairosWriter(config.kairos(), config.region(), "stream", Fence.OPEN);
    BatchFinisher finisher =
        new BatchFinisher(
            config.region(),
            config.stream().batchInterval(),
            checkpoints,
            writer,
            control,
            begin,
            listener);
    finisher.install();
    JavaStreamingContext context = context(checkpoints, restore, begin, wholeFrom);
    context.start();
    notes.accept("region " + config.region() + " writes, epoch " + epoch);
    return new StreamRun(context, finisher, writer, control);
  }

  private boolean isFresh(Checkpoints checkpoints) throws StreamException {
    try {
      OptionalLong latest = checkpoints.latest();
      if (latest.isEmpty()) {
        notes.accept("no checkpoint of this code and configuration");
        return false;
      }
      long age = System.currentTimeMillis() - latest.getAsLong();
      long interval = config.stream().batchInterval().toMillis();
      if (age <= CHECKPOINT_BATCHES * interval) {
        notes.accept("going on from the checkpoint of " + Instant.ofEpochMilli(latest.getAsLong()));
        return true;
      }
      notes.accept(
          "the checkpoint of "
              + Instant.ofEpochMilli(latest.getAsLong())
              + " is more than "
              + CHECKPOINT_BATCHES
              + " micro-batches old; put aside as "
              + checkpoints.setAside("old-" + latest.getAsLong()));
      return false;
    } catch (IOException e) {
      throw new StreamException("the checkpoints can't be read: " + e.getMessage(), e);
    }
  }

  /** Offsets that Kafka no longer has stop the app: what lay between would be lost in silence. */
  private void checkOffsets(
      SortedMap<Integer, Long> committed, SortedMap<Integer, Long> earliest, boolean restore)
      throws StreamException {
    if (committed.isEmpty()) {
      notes.accept("beginning with the earliest records of the topic");
      return;
    }
    for (Map.Entry<Integer, Long> offset : committed.entrySet()) {
      Long first = earliest.get(offset.getKey());
      if (!allowDataLoss && (first == null || first > offset.getValue())) {
        throw new StreamException(
            "partition "
                + offset.getKey()
                + " of topic "
                + config.kafka().beacons()
                + " begins at offset "
                + first
                + ", but the stream got as far as "
                + offset.getValue()
                + ": what lay between is gone. Let the batch make up for it and start with"
                + " --allow-data-loss");
      }
    }
    if (!restore) {
      notes.accept(
          allowDataLoss
              ? "going on from the committed offsets without the state that belongs to them"
                  + " (--allow-data-loss)"
              : "no state for the committed offsets: beginning again with the earliest records of"
                  + " the topic");
    }
  }

  private JavaStreamingContext context(
      Checkpoints checkpoints, boolean restore, Map<Integer, Long> begin, long wholeFrom)
      throws StreamException {
    try {
      return JavaStreamingContext.getOrCreate(
          checkpoints.directory(),
          () -> create(checkpoints, begin, wholeFrom),
          new Configuration(),
          false);
    } catch (RuntimeException e) {
      if (!restore) {
        throw e;
      }
      throw new StreamException(
          "the checkpoint in "
              + checkpoints.directory()
              + " can't be read: "
              + e
              + ". Move it away to begin again with the earliest records of the topic",
          e);
    }
  }

  private JavaStreamingContext create(
      Checkpoints checkpoints, Map<Integer, Long> begin, long wholeFrom) {
    JavaStreamingContext context =
        new JavaStreamingContext(
            sparkConf(), new Duration(config.stream().batchInterval().toMillis()));
    context.checkpoint(checkpoints.directory());
    Pipeline.lay(context, rules, begin, wholeFrom);
    return context;
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
