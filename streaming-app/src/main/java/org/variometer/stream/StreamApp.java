package org.variometer.stream;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.config.Release;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosWriter;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterRules;
import org.variometer.spark.Rules;
import org.variometer.spark.SparkSettings;
import org.variometer.stream.snapshot.Layout;
import org.variometer.stream.snapshot.Origin;
import org.variometer.stream.snapshot.Premises;
import org.variometer.stream.snapshot.SnapshotWriter;
import org.variometer.stream.snapshot.Snapshots;

/** Starts the stream: chooses where it begins (spec §7), connects, and lays the pipeline. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
public final class StreamApp {
  private static final Duration LOOK_AT_PARTITIONS = Duration.ofMinutes(1);

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
    // First of all: a stream that may not write has nothing to change here.
    long epoch = control.claim();
    JavaStreamingContext context = null;
    KairosWriter writer = null;
    boolean started = false;
    try {
      StartChoice choice =
          new StartChoice(config, allowDataLoss, notes, topic, control.committed());
      Digest digest = Digest.of(rules.text());
      Checkpoints checkpoints =
          Checkpoints.in(config.stream().checkpointDirectory(), digest.whole());
      Snapshots snapshots = snapshots();
      OptionalLong lastBatch = control.lastBatch();
      SortedMap<Integer, Long> ends = choice.ends();
      Premises premises =
          new Premises(
              Layout.of(config.stream(), ends.size()),
              topic.id(),
              config.beaconRules().enrichment().reportingCurrency(),
              rules.visitorKey());
      StartChoice.Start begin = choice.choose(checkpoints, snapshots, premises, control);
      snapshots.keep(checkpoints.origin());
      boolean restored = begin.restored().isPresent();
      context = begin.restored().orElse(null);
      control.prepare(begin.offsets());
      MeterRules meterRules = Pipeline.meterRules(config, begin.origin().wholeFrom());
      Reconciliation reconciliation = Reconciliation.NONE;
      if (begin.afterAnother()) {
        control.catchUp();
        reconciliation = Reconciliation.after(config.kairos(), meterRules, ends, notes);
      }
      LiveState state =
          new LiveState(
              new SnapshotWriter(
                  snapshots, premises, config.catalog(), Release.with(digest.code())),
              config.stream().snapshotBatches());
      writer = new KairosWriter(config.kairos(), config.region(), "stream", control.fence());
      BatchFinisher finisher =
          new BatchFinisher(
              config.region(),
              config.stream().batchInterval(),
              checkpoints,
              writer,
              control,
              begin.offsets(),
              restored ? lastBatch : OptionalLong.empty(),
              reconciliation,
              state,
              SealedThrough.of(control.sealing()),
              listener);
      finisher.install();
      if (!restored) {
        noteBucketsLeft(meterRules.firstWhole());
        context = created(checkpoints, begin.offsets(), begin.origin());
      }
      context.start();
      started = true;
      notes.accept("region " + config.region() + " writes, epoch " + epoch);
      PartitionWatch watch = new PartitionWatch(topic, begin.offsets().size(), finisher::fail);
      watch.start(LOOK_AT_PARTITIONS);
      return new StreamRun(context, finisher, state, writer, control, watch);
    } finally {
      if (!started) {
        if (writer == null) {
          // Nothing was written that anybody would have to wait for.
          control.release();
        } else {
          writer.close();
        }
        if (context != null) {
          context.stop(true, false);
        }
      }
    }
  }

  private Snapshots snapshots() throws StreamException {
    String directory = config.stream().snapshotDirectory();
    try {
      return Snapshots.in(
          directory,
          config.region() + "/" + config.stream().consumer() + "/" + config.kafka().beacons());
    } catch (IOException e) {
      throw new StreamException(
          "the directory of the snapshots, "
              + directory
              + ", can't be used: "
              + e.getMessage()
              + ". Name another: variometer.stream.snapshot.directory",
          e);
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

  private JavaStreamingContext created(
      Checkpoints checkpoints, Map<Integer, Long> begin, Origin origin) throws StreamException {
    JavaStreamingContext context = null;
    boolean laid = false;
    try {
      context =
          new JavaStreamingContext(
              sparkConf(), Durations.milliseconds(config.stream().batchInterval().toMillis()));
      context.checkpoint(checkpoints.directory());
      Pipeline.lay(context, rules, begin, origin);
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
        SparkSettings.of("variometer-stream-" + config.region(), settings.master())
            .set("spark.streaming.gracefulStopTimeout", GRACE)
            .set(
                "spark.streaming.kafka.maxRatePerPartition",
                Integer.toString(settings.maxRatePerPartition()))
            .set("spark.streaming.backpressure.enabled", Boolean.toString(settings.backpressure()));
    settings.spark().forEach(conf::set);
    return conf;
  }
}
