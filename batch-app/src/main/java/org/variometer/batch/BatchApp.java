package org.variometer.batch;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.variometer.batch.hive.HiveSession;
import org.variometer.batch.hive.HiveTable;
import org.variometer.batch.hive.HiveTables;
import org.variometer.batch.landing.Landing;
import org.variometer.batch.manifest.Manifest;
import org.variometer.batch.manifest.Manifests;
import org.variometer.batch.manifest.TableFile;
import org.variometer.batch.run.SlotRun;
import org.variometer.batch.seal.Sealer;
import org.variometer.batch.seal.Takeover;
import org.variometer.batch.seal.ZooKeeperTakeover;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.spark.VariometerRegistrator;

/**
 * The batch: slots land, are run, published and written, one after the other. For one thread, and
 * one process at a time.
 */
public final class BatchApp implements AutoCloseable {
  /** Before all buckets, ms since the epoch. */
  private static final long NOTHING_SEALED = 0;

  private final VariometerConfig config;
  private final BatchSettings settings;
  private final Rules rules;
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Takeover takeover;
  private final KairosWriter writer;
  private final Landing landing;
  private final Manifests manifests;
  private final HiveTables tables;
  private final Consumer<String> notes;

  /**
   * Claims the right to be the batch, and starts Spark.
   *
   * @param loaded the configuration
   * @param notes takes a line about each step
   * @throws BatchException if another batch runs, or something that is needed is not there
   */
  public static BatchApp start(Config loaded, Consumer<String> notes)
      throws BatchException, IOException {
    return start(loaded, ZooKeeperTakeover.claim(VariometerConfig.from(loaded), notes), notes);
  }

  /** Starts Spark; closes {@code takeover} if that fails. */
  static BatchApp start(Config loaded, Takeover takeover, Consumer<String> notes)
      throws BatchException, IOException {
    SparkSession session = null;
    BatchApp app = null;
    try {
      Rules rules = new Rules(loaded);
      session = SparkSession.builder().config(sparkConf(rules.get().batch())).getOrCreate();
      app = new BatchApp(rules, session, takeover, notes);
      return app;
    } finally {
      if (app == null) {
        if (session != null) {
          session.close();
        }
        takeover.close();
      }
    }
  }

  private BatchApp(Rules rules, SparkSession session, Takeover takeover, Consumer<String> notes)
      throws BatchException, IOException {
    this.rules = rules;
    this.config = rules.get();
    this.settings = config.batch();
    this.session = session;
    this.takeover = takeover;
    this.notes = notes;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.landing = new Landing(spark, config);
    this.manifests =
        new Manifests(settings.directory(), settings.slotLength(), spark.hadoopConfiguration());
    this.tables = new HiveTables(session, settings);
    this.tables.create();
    this.writer = new KairosWriter(config.kairos(), config.region(), "batch", takeover.fence());
  }

  /**
   * Runs a slot, unless it is published: lets it land out of the log, unless it has.
   *
   * @throws BatchException if the slot before is not published, or something that is needed is not
   *     there
   */
  public void run(Slot slot) throws BatchException, IOException {
    if (isToRun(slot)) {
      land(slot);
      compute(slot, slot.sealsThrough(settings.sealDelay()).toEpochMilli());
    }
  }

  /** Runs a slot whose records are in files. */
  public void run(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    if (isToRun(slot)) {
      land(slot, inputs, bytesRead);
      compute(slot, slot.sealsThrough(settings.sealDelay()).toEpochMilli());
    }
  }

  /**
   * Runs the last slot of all, and seals everything.
   *
   * @throws BatchException if a stream still writes
   */
  public void finish(Slot slot) throws BatchException, IOException {
    takeover.requireNoStream();
    if (isToRun(slot)) {
      land(slot);
      compute(slot, KairosReader.END);
    }
  }

  /** Runs the last slot of all, whose records are in files, and seals everything. */
  public void finish(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    takeover.requireNoStream();
    if (isToRun(slot)) {
      land(slot, inputs, bytesRead);
      compute(slot, KairosReader.END);
    }
  }

  private void land(Slot slot) throws BatchException, IOException {
    note(slot, landing.land(slot) + " records have landed");
  }

  private void land(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    note(slot, landing.land(slot, inputs, bytesRead) + " records have landed");
  }

  private boolean isToRun(Slot slot) throws BatchException, IOException {
    SortedSet<Slot> published = manifests.published();
    if (published.isEmpty()) {
      return true;
    }
    Slot newest = published.last();
    settle(newest);
    if (published.contains(slot)) {
      note(slot, "is published already");
      return false;
    }
    if (!slot.equals(newest.next())) {
      throw new BatchException(
          "slot "
              + slot
              + " can't run: the slot that follows "
              + newest
              + ", the last one published, is "
              + newest.next()
              + ". Run that first, or all that are missing with --catch-up");
    }
    return true;
  }

  /** Writes the newest published slot, if whoever published it did not come to that. */
  private void settle(Slot newest) throws BatchException, IOException {
    Manifest manifest = manifests.of(newest).orElseThrow();
    if (!manifests.isWritten(manifest)) {
      write(newest, manifest, manifests.of(newest.previous()));
    }
  }

  private void compute(Slot slot, long seals) throws BatchException, IOException {
    Optional<Manifest> before = manifests.of(slot.previous());
    requireSameBuckets(before);
    long sealed = Math.max(seals, sealed(before));
    Manifest manifest = new SlotRun(spark, rules).run(slot, landing.records(slot), before, sealed);
    addPartitions(before, manifest);
    takeover.confirm();
    manifests.publish(slot, manifest);
    note(slot, "is published: " + manifest.counts().toJson() + " " + manifest.seconds());
    write(slot, manifest, before);
  }

  /** Before the slot is published: its rows can be seen from then on. */
  private void addPartitions(Optional<Manifest> before, Manifest manifest) throws BatchException {
    Set<TableFile> known = new HashSet<>(before.map(Manifest::files).orElse(List.of()));
    Map<String, Set<String>> added = new TreeMap<>();
    for (TableFile file : manifest.files()) {
      if (!file.partition().isEmpty() && !known.contains(file)) {
        added.computeIfAbsent(file.table(), t -> new TreeSet<>()).add(file.partition());
      }
    }
    for (Map.Entry<String, Set<String>> table : added.entrySet()) {
      tables.addPartitions(HiveTable.named(table.getKey()), table.getValue());
    }
  }

  private void write(Slot slot, Manifest manifest, Optional<Manifest> before)
      throws BatchException, IOException {
    Sealer.Outcome outcome =
        new Sealer(spark, rules, takeover, writer).write(slot, manifest, sealed(before));
    manifests.markWritten(manifest);
    note(slot, outcome.points() + " points written, " + outcome.zeros() + " set to 0");
  }

  private void requireSameBuckets(Optional<Manifest> before) throws BatchException {
    if (before.isPresent() && before.get().buckets() != settings.buckets()) {
      throw new BatchException(
          "what is kept below "
              + settings.directory()
              + " is divided into "
              + before.get().buckets()
              + " buckets: set variometer.batch.buckets back, or name another directory");
    }
  }

  private static long sealed(Optional<Manifest> manifest) {
    return manifest.map(Manifest::sealed).orElse(NOTHING_SEALED);
  }

  private void note(Slot slot, String what) {
    notes.accept("slot " + slot + ": " + what);
  }

  @Override
  public void close() {
    writer.close();
    session.close();
    takeover.close();
  }

  private static SparkConf sparkConf(BatchSettings settings) throws BatchException {
    SparkConf conf =
        new SparkConf()
            .setMaster(settings.master())
            .setAppName("variometer-batch")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", VariometerRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true");
    if (settings.master().startsWith("local")) {
      conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
    }
    settings.spark().forEach(conf::set);
    return HiveSession.configure(conf, settings);
  }
}
