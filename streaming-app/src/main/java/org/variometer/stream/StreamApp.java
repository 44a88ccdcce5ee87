package org.variometer.stream;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.variometer.config.Release;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosWriter;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterRules;
import org.variometer.spark.Rules;
import org.variometer.stream.snapshot.Layout;
import org.variometer.stream.snapshot.Origin;
import org.variometer.stream.snapshot.Premises;
import org.variometer.stream.snapshot.SnapshotWriter;
import org.variometer.stream.snapshot.Snapshots;

/** Starts the stream: chooses where it begins (spec §7), connects, and lays the pipeline. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; see RATIONALE.md.
public final class StreamApp {
  private static final Duration LOOK_AT_PARTITIONS = Duration.ofMinutes(1);

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
    OptionalLong epoch = control.claim();
    OwnSpark spark = new OwnSpark(config);
    JavaStreamingContext context = null;
    KairosWriter writer = null;
    boolean started = false;
    try {
      StartChoice choice = new StartChoice(config, allowDataLoss, notes, topic, control);
      Digest digest = Digest.of(rules.text());
      // With what Spark's settings say of stores, which Spark itself gets only when it is started.
      Configuration hadoop = SparkHadoopUtil.get().newConfiguration(spark.conf());
      Checkpoints checkpoints =
          Checkpoints.in(config.stream().checkpointDirectory(), digest.whole(), hadoop);
      Snapshots snapshots = snapshots(hadoop);
      OptionalLong lastBatch = control.lastBatch();
      SortedMap<Integer, Long> ends = choice.ends();
      Premises premises =
          new Premises(
              Layout.of(config.stream(), ends.size()),
              topic.id(),
              config.beaconRules().enrichment().reportingCurrency(),
              rules.visitorKey());
      SlotChoice slots =
          new SlotChoice(rules, premises, topic, snapshots, digest.code(), spark, notes);
      StartChoice.Start begin = choice.choose(checkpoints, snapshots, premises, slots);
      snapshots.keep(checkpoints.origin());
      boolean restored = begin.restored().isPresent();
      context = begin.restored().orElse(null);
      control.prepare(begin.offsets(), choice.topic());
      MeterRules meterRules = Pipeline.meterRules(config, begin.origin().wholeFrom());
      Reconciliation reconciliation =
          Reconciliation.begin(
              control, begin.afterAnother(), config.kairos(), meterRules, ends, notes);
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
              new Turn(config.region(), control, writer, topic, reconciliation, notes),
              state,
              SealedThrough.of(control.sealing()),
              listener);
      finisher.install();
      if (!restored) {
        noteBucketsLeft(meterRules);
        context = created(spark, checkpoints, begin.offsets(), begin.origin());
      }
      // Empty where Spark shows nothing: the address of an earlier stream is none of this one's.
      control.showPages(StreamRun.pages(context).orElse(""));
      context.start();
      started = true;
      notes.accept(
          "region "
              + config.region()
              + (epoch.isPresent()
                  ? " writes, epoch " + epoch.getAsLong()
                  : " stands by: region "
                      + control.writingRegion()
                      + " writes. Let this one: ./variometer failover --to "
                      + config.region()));
      PartitionWatch watch = new PartitionWatch(topic, begin.offsets().size(), finisher::fail);
      watch.start(LOOK_AT_PARTITIONS);
      return new StreamRun(context, finisher, state, writer, control, watch);
    } finally {
      if (!started) {
        if (writer == null) {
          // Nothing was written here, but what the one before may have left is still to be set
          // right.
          if (control.hasRight() && control.isPredecessorReleased()) {
            control.release();
          }
        } else {
          writer.close();
        }
        if (context != null) {
          context.stop(true, false);
        }
        spark.stop();
      }
    }
  }

  private Snapshots snapshots(Configuration hadoop) throws StreamException {
    String directory = config.stream().snapshotDirectory();
    try {
      return Snapshots.in(
          directory,
          config.region() + "/" + config.stream().consumer() + "/" + config.kafka().beacons(),
          hadoop);
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

  private void noteBucketsLeft(MeterRules rules) {
    if (rules.firstWhole() != Long.MIN_VALUE) {
      notes.accept(
          "buckets that begin before "
              + Instant.ofEpochMilli(rules.firstWhole())
              + " are left to the batch: this stream does not have all that belongs to them");
    }
    if (rules.seenFrom() > rules.wholeFrom()) {
      notes.accept(
          "rolling metrics whose window begins before "
              + Instant.ofEpochMilli(rules.seenFrom())
              + " are not written: this stream has not seen who came before");
    }
  }

  private JavaStreamingContext created(
      OwnSpark spark, Checkpoints checkpoints, Map<Integer, Long> begin, Origin origin)
      throws StreamException {
    JavaSparkContext own = spark.get();
    JavaStreamingContext context = null;
    boolean laid = false;
    try {
      context =
          new JavaStreamingContext(
              own, Durations.milliseconds(config.stream().batchInterval().toMillis()));
      context.checkpoint(checkpoints.directory());
      Pipeline.lay(context, rules, begin, origin);
      laid = true;
      return context;
    } catch (Exception e) {
      // Also those that Scala throws without a word.
      throw OwnSpark.failed(config, e);
    } finally {
      if (!laid && context != null) {
        context.stop(true, false);
      }
    }
  }
}
