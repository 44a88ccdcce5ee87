package org.variometer.batch;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.variometer.batch.hive.HiveTables;
import org.variometer.batch.landing.LandedRecords;
import org.variometer.batch.landing.Landing;
import org.variometer.batch.run.Attempts;
import org.variometer.batch.run.SlotRun;
import org.variometer.batch.seal.Sealer;
import org.variometer.batch.seal.Takeover;
import org.variometer.beacon.Beacon;
import org.variometer.config.BatchSettings;
import org.variometer.config.CodeDigest;
import org.variometer.config.Release;
import org.variometer.kairos.KairosWriter;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.RecordedRules;
import org.variometer.store.manifest.Seconds;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.manifest.Written;
import org.variometer.store.rows.HiveTable;

/** Takes a slot that has landed through its steps: run, published, written, cleaned up behind. */
final class SlotPublisher {
  /** Before all buckets, ms since the epoch. */
  private static final long NOTHING_SEALED = 0;

  private final JavaSparkContext spark;
  private final Rules rules;

  /** The present rules, as manifests record them. */
  private final String present;

  /** The release and its code, as manifests record them. */
  private final String code;

  private final BatchOptions options;
  private final Takeover takeover;
  private final KairosWriter writer;
  private final Landing landing;
  private final Manifests manifests;
  private final HiveTables tables;
  private final TableFolders folders;
  private final Attempts attempts;
  private final Housekeeping housekeeping;
  private final Consumer<String> notes;
  private boolean writing;

  SlotPublisher(
      JavaSparkContext spark,
      Rules rules,
      BatchOptions options,
      Takeover takeover,
      KairosWriter writer,
      Landing landing,
      Manifests manifests,
      HiveTables tables,
      Consumer<String> notes)
      throws IOException {
    this.spark = spark;
    this.rules = rules;
    this.present = RecordedRules.of(rules.config());
    this.code = Release.with(CodeDigest.of(Beacon.class, Manifest.class, SlotPublisher.class));
    this.options = options;
    this.takeover = takeover;
    this.writer = writer;
    this.landing = landing;
    this.manifests = manifests;
    this.tables = tables;
    this.notes = notes;
    BatchSettings settings = rules.get().batch();
    this.folders = new TableFolders(settings.directory(), spark.hadoopConfiguration());
    this.attempts =
        new Attempts(
            new Path(settings.directory()).getFileSystem(spark.hadoopConfiguration()),
            settings.directory());
    this.housekeeping = new Housekeeping(manifests, tables, folders, settings);
  }

  /** Whether nothing that was sent to the database can be under way. */
  boolean isQuiet() {
    return !writing;
  }

  /**
   * Writes the newest published slot, if whoever published it did not come to that; else makes sure
   * of what it wrote, as the database may have died since.
   */
  void settle(Slot newest) throws BatchException, IOException {
    Manifest manifest = manifests.required(newest);
    String rulesOfSlot = manifest.ranWith().rules();
    if (manifests.written(manifest).isEmpty()) {
      write(newest, manifest, recorded(rulesOfSlot));
      return;
    }
    // Slots that were gone back on may have changed what it wrote, and are run again. What other
    // rules need may be gone.
    if (manifests.rewriteFrom() == Long.MAX_VALUE && rulesOfSlot.equals(present)) {
      writing = true;
      int again = sealer(rules).makeSure(newest, manifest);
      writing = false;
      if (again > 0) {
        note(newest, again + " points did not stand any more as they were written; written again");
      }
    }
  }

  /**
   * Runs, publishes and writes a slot; one that was gone back on by the rules that it is to be run
   * by, others by the present ones.
   *
   * @param seals through where it seals, ms since the epoch; what was sealed once stays it
   */
  void publish(Slot slot, long seals) throws BatchException, IOException {
    Optional<Manifest> before = manifests.of(slot.previous());
    Optional<Manifest> earlier = manifests.abandoned(slot);
    String chosen = manifests.rulesOfAbandoned(slot).orElse(present);
    if (before.isPresent()) {
      requireSameMetrics(before.get(), chosen);
    }
    Rules by = recorded(chosen);
    takeover.confirm();
    removeRemains(slot);
    long sealedBefore = before.map(m -> m.sealing().through()).orElse(NOTHING_SEALED);
    // What was sealed once is the batch's for ever.
    long sealedOnce = earlier.map(m -> m.sealing().through()).orElse(NOTHING_SEALED);
    LandedRecords landed = options.skipCorrupt() ? landing.readable(slot) : landing.records(slot);
    if (landed.lost() > 0) {
      note(slot, "at least " + landed.lost() + " records are lost; the run log counts them");
    }
    Manifest manifest =
        new SlotRun(spark, by, attempts, folders, code)
            .run(
                slot,
                landed,
                before,
                Math.max(seals, Math.max(sealedOnce, sealedBefore)),
                LongStream.of(sealedBefore, manifests.rewriteFrom(), takeover.repairFrom())
                    .min()
                    .orElseThrow());
    addPartitions(before, manifest);
    takeover.confirm();
    publish(slot, manifest);
    attempts.discard(manifest.run());
    note(slot, "is published: " + manifest.counts().toJson() + " " + manifest.seconds());
    write(slot, manifest, by);
    takeover.repaired();
    takeover.confirm();
    int removed = housekeeping.clean(slot);
    if (removed > 0) {
      note(slot, removed + " files are removed that nothing needs any more");
    }
  }

  private void publish(Slot slot, Manifest manifest) throws BatchException, IOException {
    try {
      manifests.publish(slot, manifest);
    } catch (FileAlreadyExistsException e) {
      takeover.confirm();
      note(slot, "was published by one that lost its lease: its run is taken back");
      manifests.abandon(slot, Optional.empty(), takeover);
      manifests.publish(slot, manifest);
    }
  }

  private Rules recorded(String recorded) {
    return recorded.equals(present)
        ? rules
        : new Rules(RecordedRules.applied(recorded, rules.config()));
  }

  /**
   * Makes sure, where nothing is published, that this is where a batch may begin: an empty
   * directory where one has been before is hardly the one that is meant.
   *
   * @throws BatchException if it is not
   */
  void requireBeginning(Slot slot) throws BatchException, IOException {
    Optional<Instant> sealed = takeover.sealedThrough();
    if (sealed.isPresent() && manifests.newestAbandoned().isEmpty()) {
      throw new BatchException(
          "buckets are sealed through "
              + sealed.get()
              + ", but no slot before "
              + slot
              + " is published below "
              + rules.get().batch().directory()
              + ": all that a batch wrote before would be set to 0. If that is the right directory"
              + " (variometer.batch.directory), remove "
              + rules.get().zooKeeper().root()
              + "/control/sealed-through from ZooKeeper to begin anew");
    }
  }

  /**
   * Makes sure that a metric's name means what it has meant: what is kept of its sums is known by
   * it.
   *
   * @param next the rules to go on by, as {@link RecordedRules} has them
   */
  static void requireSameMetrics(Manifest before, String next) throws BatchException {
    for (Map.Entry<String, String> metric : RecordedRules.metrics(next).entrySet()) {
      String known = before.metrics().getOrDefault(metric.getKey(), metric.getValue());
      if (!known.equals(metric.getValue())) {
        throw new BatchException(
            "variometer.metrics.custom: "
                + metric.getKey()
                + " is "
                + metric.getValue()
                + ", but slots up to "
                + before.slot()
                + " have summed it up as "
                + known
                + ": give the new one another name, or run all slots again by the present rules"
                + " (--from the first one, --present-rules)");
      }
    }
  }

  private void removeRemains(Slot slot) throws IOException {
    if (manifests.hasRemains(slot) && !attempts.has(slot)) {
      // Of a manifest that was damaged nobody knows the files any more.
      folders.removeOf(slot);
    }
    Set<String> published = new HashSet<>();
    Optional<Slot> newest = manifests.newest();
    if (newest.isPresent()) {
      published.add(manifests.required(newest.get()).run());
    } else {
      folders.removeAll();
    }
    attempts.removeDead(published::contains);
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
    writing = true;
    long start = System.nanoTime();
    Sealer.Outcome outcome = sealer(by).write(slot, manifest);
    writing = false;
    manifests.markWritten(
        manifest, new Written(outcome.points(), outcome.zeros(), Seconds.since(start)));
    note(slot, outcome.points() + " points written, " + outcome.zeros() + " set to 0");
  }

  private Sealer sealer(Rules by) {
    return new Sealer(spark, by, takeover, writer, folders);
  }

  private void note(Slot slot, String what) {
    notes.accept("slot " + slot + ": " + what);
  }
}
