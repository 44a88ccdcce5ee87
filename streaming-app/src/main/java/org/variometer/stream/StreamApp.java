package org.variometer.stream;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    new OwnSpark(config).requireMaster();
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
    OwnSpark spark = new OwnSpark(config);
    // Whoever runs is replaced by one alone that can start: not by one of a wrong configuration.
    Stores stores = stores(spark, topic, startChoice(topic, control, note -> {}).ends().size());
    OptionalLong epoch = control.claim();
    try (Launch launch = new Launch(spark, control)) {
      // Anew: until now the one before went on.
      StartChoice choice = startChoice(topic, control, notes);
      SortedMap<Integer, Long> ends = choice.ends();
      OptionalLong lastBatch = control.progress().lastBatch();
      StartChoice.Start begin = begin(choice, stores, topic, launch.spark());
      Optional<JavaStreamingContext> restored = begin.restored();
      restored.ifPresent(launch::use);
      stores.snapshots().keep(stores.checkpoints().origin());
      control.progress().prepare(begin.offsets(), choice.topic());
      control.progress().noteRules(NumbersRules.digest(rules));
      MeterRules meterRules = Pipeline.meterRules(config, begin.origin().wholeFrom());
      Reconciliation reconciliation =
          Reconciliation.begin(
              control, begin.afterAnother(), config.kairos(), meterRules, ends, notes);
      KairosWriter writer =
          new KairosWriter(config.kairos(), config.region(), "stream", control.fence());
      launch.use(writer);
      LiveState state = stores.liveState(config);
      BatchFinisher finisher =
          new BatchFinisher(
              config,
              stores.checkpoints(),
              writer,
              control,
              begin.offsets(),
              restored.isPresent() ? lastBatch : OptionalLong.empty(),
              new Turn(
                  config.region(), control, config.kairos(), writer, topic, reconciliation, notes),
              state,
              SealedThrough.of(control.sealing()),
              listener);
      finisher.install();
      if (restored.isEmpty()) {
        noteBucketsLeft(meterRules);
        launch.use(created(launch.spark(), stores.checkpoints(), begin));
      }
      String turn = turn(epoch, control);
      JavaStreamingContext context = launch.start();
      notes.accept(turn);
      PartitionWatch watch = new PartitionWatch(topic, begin.offsets().size(), finisher::fail);
      watch.start(LOOK_AT_PARTITIONS);
      return new StreamRun(context, finisher, state, writer, control, watch);
    }
  }

  private StartChoice startChoice(BeaconTopic topic, Control control, Consumer<String> notes)
      throws StreamException {
    return new StartChoice(config, allowDataLoss, notes, topic, control);
  }

  /** Where state is kept, and what it has to be of to be used. */
  private record Stores(
      Checkpoints checkpoints, Snapshots snapshots, Premises premises, Digest digest) {
    LiveState liveState(VariometerConfig config) {
      return new LiveState(
          new SnapshotWriter(snapshots, premises, config.catalog(), Release.with(digest.code())),
          config.stream().snapshotBatches());
    }
  }

  private Stores stores(OwnSpark spark, BeaconTopic topic, int partitions) throws StreamException {
    Digest digest = Digest.of(rules.text());
    // With what Spark's settings say of stores, which Spark itself gets only when it is started.
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(spark.conf());
    return new Stores(
        Checkpoints.in(config.stream().checkpointDirectory(), digest.whole(), hadoop),
        snapshots(hadoop),
        new Premises(
            Layout.of(config.stream(), partitions),
            topic.id(),
            config.beaconRules().enrichment().reportingCurrency(),
            rules.visitorKey()),
        digest);
  }

  private StartChoice.Start begin(
      StartChoice choice, Stores stores, BeaconTopic topic, OwnSpark spark) throws StreamException {
    SlotChoice slots =
        new SlotChoice(
            rules,
            stores.premises(),
            topic,
            stores.snapshots(),
            stores.digest().code(),
            spark,
            notes);
    return choice.choose(stores.checkpoints(), stores.snapshots(), stores.premises(), slots);
  }

  private String turn(OptionalLong epoch, Control control) throws StreamException {
    return "region "
        + config.region()
        + (epoch.isPresent()
            ? " writes, epoch " + epoch.getAsLong()
            : " stands by: region "
                + control.writingRegion()
                + " writes. Let this one: ./variometer failover --to "
                + config.region());
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
      OwnSpark spark, Checkpoints checkpoints, StartChoice.Start begin) throws StreamException {
    JavaSparkContext own = spark.get();
    JavaStreamingContext context = null;
    boolean laid = false;
    try {
      context =
          new JavaStreamingContext(
              own, Durations.milliseconds(config.stream().batchInterval().toMillis()));
      context.checkpoint(checkpoints.directory());
      Pipeline.lay(context, rules, begin.offsets(), begin.origin());
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
