package org.variometer.batch;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.variometer.batch.hive.HiveSession;
import org.variometer.batch.hive.HiveTables;
import org.variometer.batch.landing.Landing;
import org.variometer.batch.landing.LogEnd;
import org.variometer.batch.seal.Takeover;
import org.variometer.batch.seal.ZooKeeperTakeover;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.spark.SparkMaster;
import org.variometer.spark.SparkSettings;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.RecordedRules;

/**
 * The batch: slots land, are run, published and written, one after the other. For one thread, and
 * one process at a time.
 */
public final class BatchApp implements AutoCloseable {
  private final BatchSettings settings;
  private final Rules rules;
  private final BatchOptions options;
  private final SparkSession session;
  private final Takeover takeover;
  private final KairosWriter writer;
  private final Landing landing;
  private final Manifests manifests;
  private final SlotChain chain;
  private final SlotPublisher publisher;
  private final Consumer<String> notes;

  /**
   * Claims the right to be the batch, and starts Spark.
   *
   * @param loaded the configuration
   * @param notes takes a line about each step
   * @throws BatchException if another batch runs, or something that is needed is not there
   */
  public static BatchApp start(Config loaded, BatchOptions options, Consumer<String> notes)
      throws BatchException, IOException {
    return start(
        loaded, options, ZooKeeperTakeover.claim(VariometerConfig.from(loaded), notes), notes);
  }

  /** As strict as can be. */
  public static BatchApp start(Config loaded, Consumer<String> notes)
      throws BatchException, IOException {
    return start(loaded, BatchOptions.STRICT, notes);
  }

  /** As strict as can be. */
  static BatchApp start(Config loaded, Takeover takeover, Consumer<String> notes)
      throws BatchException, IOException {
    return start(loaded, BatchOptions.STRICT, takeover, notes);
  }

  /** Starts Spark; closes {@code takeover} if that fails. */
  static BatchApp start(
      Config loaded, BatchOptions options, Takeover takeover, Consumer<String> notes)
      throws BatchException, IOException {
    SparkSession session = null;
    BatchApp app = null;
    try {
      Rules rules = new Rules(loaded);
      SparkConf conf = sparkConf(rules.get().batch());
      requireMaster(conf.get("spark.master"));
      session = SparkSession.builder().config(conf).getOrCreate();
      app = new BatchApp(rules, options, session, takeover, notes);
      return app;
    } finally {
      if (app == null) {
        if (session != null) {
          session.close();
        }
        takeover.release();
        takeover.close();
      }
    }
  }

  private BatchApp(
      Rules rules,
      BatchOptions options,
      SparkSession session,
      Takeover takeover,
      Consumer<String> notes)
      throws BatchException, IOException {
    VariometerConfig config = rules.get();
    this.rules = rules;
    this.options = options;
    this.settings = config.batch();
    this.session = session;
    this.takeover = takeover;
    this.notes = notes;
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.manifests =
        new Manifests(settings.directory(), settings.slotLength(), spark.hadoopConfiguration());
    this.landing =
        new Landing(
            spark,
            config,
            takeover,
            slot -> manifests.of(slot).map(m -> new LogEnd(m.topic(), m.until())),
            options.allowDataLoss(),
            InstantSource.system());
    this.chain = new SlotChain(manifests, landing, settings);
    HiveTables tables = new HiveTables(session, settings);
    tables.create();
    this.writer = new KairosWriter(config.kairos(), config.region(), "batch", takeover.fence());
    this.publisher =
        new SlotPublisher(
            spark, rules, options, takeover, writer, landing, manifests, tables, notes);
  }

  /** The newest slot that is published, if any is. */
  public Optional<Slot> newest() throws IOException {
    return chain.newest();
  }

  /** The newest slot that is published, or was and is to be run again, if any. */
  public Optional<Slot> newestEver() throws IOException {
    return chain.newestEver();
  }

  /**
   * The slot that is to be the last of all: the newest if it is that already, else one that has yet
   * to end.
   *
   * @param present the slot that ended last
   */
  public Slot last(Slot present) throws IOException {
    Optional<Slot> newest = chain.newest();
    if (newest.isEmpty()) {
      return present.next();
    }
    if (isFinished(newest.get())) {
      return newest.get();
    }
    return newest.get().compareTo(present) > 0 ? newest.get().next() : present.next();
  }

  /**
   * The slot that is to run next: the one behind the newest that is published; else the first that
   * has landed.
   *
   * @param due that one if there is none yet
   */
  public Slot next(Slot due) throws IOException {
    return chain.next(due);
  }

  /**
   * Runs a slot, unless it is published: lets it land out of the log, unless it has.
   *
   * @throws BatchException if another slot is to run before, or something that is needed is not
   *     there
   */
  public void run(Slot slot) throws BatchException, IOException {
    run(slot, seals(slot), false, () -> landing.land(slot));
  }

  /** Runs a slot whose records are in files. */
  public void run(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    requireNoHistory(slot);
    run(
        slot,
        seals(slot),
        true,
        () -> landing.land(slot, inputs, options.skipCorrupt(), bytesRead));
  }

  /** Lets a slot land. */
  @FunctionalInterface
  private interface Lander {
    /** Gives the number of records. */
    long land() throws BatchException, IOException;
  }

  /** Runs a slot, of which files are given or not. */
  private void run(Slot slot, long seals, boolean given, Lander lander)
      throws BatchException, IOException {
    Optional<Slot> newest = chain.newest();
    if (newest.isPresent()) {
      publisher.settle(newest.get());
    }
    if (chain.isPublished(slot)) {
      if (given) {
        // What is given again is to be what it was.
        landing.requireLanded(slot);
        lander.land();
      }
      note(slot, "is published already");
      return;
    }
    chain.requireNext(slot);
    if (newest.isEmpty()) {
      publisher.requireBeginning(slot);
    }
    note(slot, lander.land() + " records have landed");
    publisher.publish(slot, seals);
  }

  /**
   * Runs all slots that are missing up to one; that one alone if there is none yet.
   *
   * @param goesOn asked before each whether to go on
   */
  public void catchUp(Slot last, BooleanSupplier goesOn) throws BatchException, IOException {
    for (Slot slot = chain.next(last);
        slot.compareTo(last) <= 0 && goesOn.getAsBoolean();
        slot = slot.next()) {
      run(slot);
    }
  }

  /**
   * Runs the last slot of all, and seals everything.
   *
   * @throws BatchException if a stream still writes
   */
  public void finish(Slot slot) throws BatchException, IOException {
    finish(
        slot,
        false,
        () -> {
          long records = landing.land(slot);
          landing.requireEndOfLog(slot);
          return records;
        });
  }

  /** Runs the last slot of all, whose records are in files, and seals everything. */
  public void finish(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    requireNoHistory(slot);
    finish(slot, true, () -> landing.land(slot, inputs, options.skipCorrupt(), bytesRead));
  }

  private void finish(Slot slot, boolean given, Lander lander) throws BatchException, IOException {
    takeover.requireNoStream();
    Optional<Slot> newest = chain.newestEver();
    if (newest.isPresent() && newest.get().compareTo(slot) > 0) {
      throw new BatchException(
          "slot "
              + slot
              + " can't be the last of all: slot "
              + newest.get()
              + " is or was published");
    }
    if (chain.isPublished(slot) && !isFinished(slot)) {
      chain.requireRepeatable(slot);
      long records = lander.land();
      goBack(slot, Optional.empty());
      run(slot, KairosReader.END, false, () -> records);
    } else {
      run(slot, KairosReader.END, given, lander);
    }
  }

  /**
   * Goes back to before a slot and runs it and all that follow again, out of what has landed.
   *
   * @param from the first of them
   * @param to the last of them; those behind it are run when they are asked for
   * @param presentRules whether they are run by the present rules; else each by those that it was
   *     run by before
   * @param goesOn asked before each whether to go on
   * @throws BatchException if what is needed to begin there is gone
   */
  public void rebuild(Slot from, Slot to, boolean presentRules, BooleanSupplier goesOn)
      throws BatchException, IOException {
    goBack(from, presentRules ? Optional.of(RecordedRules.of(rules.config())) : Optional.empty());
    for (Slot slot = from; slot.compareTo(to) <= 0 && goesOn.getAsBoolean(); slot = slot.next()) {
      if (!presentRules && landing.hasLanded(slot) && manifests.abandoned(slot).isEmpty()) {
        note(slot, "is run by the present rules: those that it was run by are not kept");
      }
      run(slot);
    }
  }

  private void goBack(Slot from, Optional<String> rulesToRunBy) throws BatchException, IOException {
    chain.requireRepeatable(from);
    Optional<Manifest> before = manifests.of(from.previous());
    if (before.isPresent() && rulesToRunBy.isPresent()) {
      SlotPublisher.requireSameMetrics(before.get(), rulesToRunBy.get());
    }
    manifests.abandon(from, rulesToRunBy, takeover);
  }

  private boolean isFinished(Slot published) throws IOException {
    return manifests.required(published).sealing().through() == KairosReader.END;
  }

  /** Of what a stream has written files know nothing: it would all be set to 0. */
  private void requireNoHistory(Slot slot) throws BatchException, IOException {
    if (chain.newestEver().isEmpty()
        && landing.earliest().isEmpty()
        && takeover.streamHasWritten()) {
      throw new BatchException(
          "slot "
              + slot
              + " can't be the first of all: a stream has written, and files don't have all of it."
              + " Begin with a slot out of the log, without --input");
    }
  }

  /** What has not ended yet is still to come. */
  private long seals(Slot slot) {
    Instant present = Instant.now().minus(settings.sealDelay());
    Instant sealed = slot.sealsThrough(settings.sealDelay());
    return (sealed.isBefore(present) ? sealed : present).toEpochMilli();
  }

  private void note(Slot slot, String what) {
    notes.accept("slot " + slot + ": " + what);
  }

  @Override
  public void close() {
    writer.close();
    session.close();
    if (publisher.isQuiet()) {
      takeover.release();
    }
    takeover.close();
  }

  private static void requireMaster(String master) throws BatchException {
    Optional<String> problem = SparkMaster.problem(master, "variometer.batch.master");
    if (problem.isPresent()) {
      throw new BatchException(problem.get());
    }
  }

  private static SparkConf sparkConf(BatchSettings settings) throws BatchException {
    SparkConf conf = SparkSettings.of("variometer-batch", settings.master());
    settings.spark().forEach(conf::set);
    return SparkSettings.secretLeftOut(HiveSession.configure(conf, settings));
  }
}
