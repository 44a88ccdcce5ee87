package org.variometer.batch;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
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
import org.apache.hadoop.fs.Path;
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
import org.variometer.batch.manifest.TableFolders;
import org.variometer.batch.run.Attempts;
import org.variometer.batch.run.RecordedRules;
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
import org.variometer.spark.SparkSettings;

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
  private final Attempts attempts;
  private final TableFolders folders;
  private final Consumer<String> notes;
  private boolean skipCorrupt;

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
    this.folders = new TableFolders(settings.directory(), spark.hadoopConfiguration());
    this.attempts =
        new Attempts(
            new Path(settings.directory()).getFileSystem(spark.hadoopConfiguration()),
            settings.directory());
    this.tables = new HiveTables(session, settings);
    this.tables.create();
    this.writer = new KairosWriter(config.kairos(), config.region(), "batch", takeover.fence());
  }

  /** From now on leaves out what can't be read of damaged files, and counts it. */
  public void skipCorrupt() {
    skipCorrupt = true;
  }

  /** The newest slot that is published, if any is. */
  public Optional<Slot> newest() throws IOException {
    SortedSet<Slot> published = manifests.published();
    return published.isEmpty() ? Optional.empty() : Optional.of(published.last());
  }

  /**
   * Runs a slot, unless it is published: lets it land out of the log, unless it has.
   *
   * @throws BatchException if the slot before is not published, or something that is needed is not
   *     there
   */
  public void run(Slot slot) throws BatchException, IOException {
    run(slot, seals(slot), () -> landing.land(slot));
  }

  /** Runs a slot whose records are in files. */
  public void run(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    run(slot, seals(slot), () -> landing.land(slot, inputs, skipCorrupt, bytesRead));
  }

  /** Lets a slot land. */
  @FunctionalInterface
  private interface Lander {
    /** Gives the number of records. */
    long land() throws BatchException, IOException;
  }

  private void run(Slot slot, long seals, Lander lander) throws BatchException, IOException {
    if (isToRun(slot)) {
      land(slot, lander);
      compute(slot, seals, true);
    }
  }

  /** Runs all slots that are missing up to {@code last}; that alone if none is published. */
  public void catchUp(Slot last) throws BatchException, IOException {
    Optional<Slot> newest = newest();
    for (Slot slot = newest.map(Slot::next).orElse(last);
        slot.compareTo(last) <= 0;
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
    finish(slot, () -> landing.land(slot));
  }

  /** Runs the last slot of all, whose records are in files, and seals everything. */
  public void finish(Slot slot, List<BeaconFile> inputs, LongConsumer bytesRead)
      throws BatchException, IOException {
    finish(slot, () -> landing.land(slot, inputs, skipCorrupt, bytesRead));
  }

  private void finish(Slot slot, Lander lander) throws BatchException, IOException {
    takeover.requireNoStream();
    reopen(slot);
    run(slot, KairosReader.END, lander);
  }

  /** The newest slot may be published already, without sealing everything. */
  private void reopen(Slot slot) throws IOException {
    if (newest().equals(Optional.of(slot))
        && manifests.of(slot).orElseThrow().sealed() < KairosReader.END) {
      manifests.abandon(slot);
    }
  }

  /**
   * Goes back to before a slot and runs it and all that follow again, out of what has landed.
   *
   * @param from the first of them
   * @param to the last of them; those behind it are run when they are asked for
   * @param recorded whether each is run by the rules that it was run by before; else by the present
   *     ones
   * @throws BatchException if what is needed to begin there is gone
   */
  public void rebuild(Slot from, Slot to, boolean recorded) throws BatchException, IOException {
    SortedSet<Slot> published = manifests.published();
    boolean first = published.isEmpty() || !landing.hasLanded(from.previous());
    if (!first && !published.contains(from.previous())) {
      throw new BatchException(
          "can't go back to slot "
              + from
              + ": what slot "
              + from.previous()
              + " published is needed to begin there. Published are "
              + published.first()
              + " to "
              + published.last());
    }
    manifests.abandon(from);
    for (Slot slot = from; slot.compareTo(to) <= 0; slot = slot.next()) {
      Slot again = slot;
      land(slot, () -> landing.land(again));
      compute(slot, seals(slot), recorded);
    }
  }

  private long seals(Slot slot) {
    return slot.sealsThrough(settings.sealDelay()).toEpochMilli();
  }

  private void land(Slot slot, Lander lander) throws BatchException, IOException {
    note(slot, lander.land() + " records have landed");
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
      write(newest, manifest, rules);
    }
  }

  /**
   * Runs and publishes a slot that has landed.
   *
   * @param recorded whether a slot that was abandoned is run by the rules that it was run by before
   */
  private void compute(Slot slot, long seals, boolean recorded) throws BatchException, IOException {
    Optional<Manifest> before = manifests.of(slot.previous());
    requireSameForm(before);
    Optional<Manifest> earlier = manifests.abandoned(slot);
    Rules by =
        recorded && earlier.isPresent()
            ? new Rules(RecordedRules.applied(earlier.get().rules(), rules.config()))
            : rules;
    attempts.removeDead(this::isPublished);
    if (newest().isEmpty()) {
      folders.removeAll();
    }
    long sealedBefore = before.map(Manifest::sealed).orElse(NOTHING_SEALED);
    // What was sealed once is the batch's for ever.
    long sealed = Math.max(seals, earlier.map(Manifest::sealed).orElse(NOTHING_SEALED));
    Landing.LandedRecords landed = skipCorrupt ? landing.readable(slot) : landing.records(slot);
    if (landed.lost() > 0) {
      note(slot, landed.lost() + " records can't be read and are left out (--skip-corrupt)");
    }
    Manifest manifest =
        new SlotRun(spark, by, attempts, folders)
            .run(
                slot,
                landed.records(),
                before,
                Math.max(sealed, sealedBefore),
                Math.min(sealedBefore, manifests.rewriteFrom()))
            .withLanded(landed.offsets(), landed.lost());
    addPartitions(before, manifest);
    takeover.confirm();
    manifests.publish(slot, manifest);
    attempts.finish(manifest.run());
    note(slot, "is published: " + manifest.counts().toJson() + " " + manifest.seconds());
    write(slot, manifest, by);
    clean(slot);
  }

  private boolean isPublished(String run) {
    try {
      Optional<Slot> newest = newest();
      return newest.isPresent() && manifests.of(newest.get()).orElseThrow().run().equals(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Slots that can't be gone back to any more go, and the files that only they have. */
  private void clean(Slot newest) throws BatchException, IOException {
    long slots = settings.keep().dividedBy(settings.slotLength());
    Slot oldest =
        new Slot(newest.end().minus(newest.length().multipliedBy(slots)), newest.length());
    int removed = manifests.clean(oldest);
    if (removed > 0) {
      note(newest, removed + " files removed that only slots before " + oldest + " had");
    }
    String oldestDay =
        oldest.end().minus(settings.retain()).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    for (HiveTable table : HiveTable.values()) {
      List<String> old =
          folders.partitions(table.tableName()).stream()
              .filter(partition -> partition.compareTo(oldestDay) < 0)
              .toList();
      tables.dropPartitions(table, old);
      for (String partition : old) {
        folders.remove(table.tableName(), partition);
      }
    }
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

  private void write(Slot slot, Manifest manifest, Rules by) throws BatchException, IOException {
    Sealer.Outcome outcome = new Sealer(spark, by, takeover, writer, folders).write(slot, manifest);
    manifests.markWritten(manifest);
    note(slot, outcome.points() + " points written, " + outcome.zeros() + " set to 0");
  }

  private void requireSameForm(Optional<Manifest> before) throws BatchException {
    if (before.isEmpty()) {
      return;
    }
    long minutes = settings.slotLength().toMinutes();
    if (before.get().buckets() != settings.buckets()) {
      throw new BatchException(
          "what is kept below "
              + settings.directory()
              + " is divided into "
              + before.get().buckets()
              + " buckets: set variometer.batch.buckets back, or name another directory");
    }
    if (before.get().minutes() != minutes) {
      throw new BatchException(
          "what is kept below "
              + settings.directory()
              + " is of slots of "
              + before.get().minutes()
              + " minutes, this is one of "
              + minutes
              + ": set variometer.batch.slot-length back, or name another directory");
    }
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
    SparkConf conf = SparkSettings.of("variometer-batch", settings.master());
    settings.spark().forEach(conf::set);
    return HiveSession.configure(conf, settings);
  }
}
