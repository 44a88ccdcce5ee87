package org.variometer.stream;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.variometer.config.BatchSettings;
import org.variometer.config.Release;
import org.variometer.config.VariometerConfig;
import org.variometer.files.DamagedException;
import org.variometer.log.LogProgress;
import org.variometer.series.SealedThrough;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.RecordedRules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.rows.StateRow;
import org.variometer.stream.slot.SlotEnd;
import org.variometer.stream.slot.SlotSnapshot;
import org.variometer.stream.snapshot.Premises;
import org.variometer.stream.snapshot.Snapshot;
import org.variometer.stream.snapshot.SnapshotWriter;
import org.variometer.stream.snapshot.Snapshots;
import org.variometer.stream.snapshot.WholeFrom;

/**
 * Chooses the newest slot of the batch with which a stream can begin (spec §7), makes a snapshot of
 * it, and says why others were passed over.
 */
final class SlotChoice {
  private final Rules rules;
  private final VariometerConfig config;
  private final Premises premises;
  private final BeaconTopic topic;
  private final Snapshots snapshots;
  private final String code;
  private final OwnSpark spark;
  private final Consumer<String> notes;

  /**
   * Chooses among what is published below the batch's directory.
   *
   * @param premises what the stream is to be made with
   * @param snapshots takes the snapshot
   * @param code the digest of the code
   * @param spark reads the slot's files
   */
  SlotChoice(
      Rules rules,
      Premises premises,
      BeaconTopic topic,
      Snapshots snapshots,
      String code,
      OwnSpark spark,
      Consumer<String> notes) {
    this.rules = rules;
    this.config = rules.get();
    this.premises = premises;
    this.topic = topic;
    this.snapshots = snapshots;
    this.code = code;
    this.spark = spark;
    this.notes = notes;
  }

  /**
   * Chooses.
   *
   * @param earliest the first offset that each partition still has
   * @param latest the offset behind the last record of each partition
   * @param sealed through where buckets are the batch's
   * @throws StreamException if what the batch has published can't be read now
   */
  Optional<SnapshotChoice.Chosen> newest(
      SortedMap<Integer, Long> earliest, SortedMap<Integer, Long> latest, SealedThrough sealed)
      throws StreamException {
    BatchSettings batch = config.batch();
    try {
      Configuration hadoop = SparkHadoopUtil.get().newConfiguration(spark.conf());
      Manifests manifests = new Manifests(batch.directory(), batch.slotLength(), hadoop);
      List<Slot> newestFirst = new ArrayList<>(manifests.begun());
      Collections.reverse(newestFirst);
      for (Slot slot : newestFirst) {
        try {
          Optional<Manifest> manifest = manifests.of(slot);
          String problem =
              manifest.isEmpty()
                  ? "its manifest is not whole"
                  : problem(manifest.get(), earliest, latest);
          if (problem.isEmpty()) {
            return Optional.of(taken(slot, manifest.get(), earliest, sealed));
          }
          notes.accept("slot " + slot + " of the batch passed over: " + problem);
        } catch (DamagedException e) {
          notes.accept("slot " + slot + " of the batch passed over: " + e.getMessage());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StreamException(
          "a slot of the batch's, below "
              + batch.directory()
              + ", can't be gone on from now: "
              + e.getMessage()
              + ". Start again when it can be read (variometer.batch.directory)",
          e);
    }
  }

  /** Why a slot is no start, empty if it is one. */
  private String problem(
      Manifest manifest, SortedMap<Integer, Long> earliest, SortedMap<Integer, Long> latest)
      throws DamagedException {
    Manifest.RanWith ranWith = manifest.ranWith();
    if (manifest.until().isEmpty()) {
      return "nothing of the log is in it";
    }
    if (manifest.topic().isEmpty() || ranWith.visitorKey().isEmpty()) {
      return "an earlier release ran it, which did not note the topic's id and the visitors' key";
    }
    String currency;
    try {
      currency = RecordedRules.currency(ranWith.rules());
    } catch (ConfigException e) {
      throw new DamagedException("its rules can't be understood: " + e.getMessage(), e);
    }
    String difference =
        premises.difference(
            new Premises(premises.layout(), manifest.topic(), currency, ranWith.visitorKey()));
    return difference.isEmpty()
        ? SnapshotChoice.problem(manifest.until(), earliest, latest)
        : "it " + difference;
  }

  private SnapshotChoice.Chosen taken(
      Slot slot, Manifest manifest, SortedMap<Integer, Long> earliest, SealedThrough sealed)
      throws StreamException, IOException {
    SortedMap<Integer, Long> offsets = manifest.until();
    SlotEnd end = new SlotEnd(offsets, passed(slot, manifest), config.maxBeacons());
    int oldestHour =
        Math.max(
            Pipeline.meterRules(config, WholeFrom.of(Long.MIN_VALUE)).oldestHour(end.passed()),
            sealed.firstHour());
    SnapshotWriter writer =
        new SnapshotWriter(
            snapshots,
            premises,
            config.catalog(),
            Release.with(code) + " out of slot " + slot + " of the batch");
    String name =
        new SlotSnapshot(spark.get(), config, premises.layout(), RecordedRules.of(rules.config()))
            .write(
                manifest,
                end,
                oldestHour,
                topic.wholeFrom(
                    offsets, earliest, config.beaconRules(), false, OptionalLong.empty()),
                writer);
    Snapshot snapshot =
        snapshots
            .read(name)
            .orElseThrow(() -> new IOException("the snapshot " + name + " is gone already"));
    notes.accept(
        "no snapshot to go on from: going on from slot "
            + slot
            + " of the batch, which has all that arrived until "
            + (end.passed() == LogProgress.NOT_BEGUN
                ? "then"
                : Instant.ofEpochMilli(end.passed())));
    return new SnapshotChoice.Chosen(name, snapshots.location(name), snapshot);
  }

  /**
   * How far the log has passed where a slot ends: not behind the slot itself, nor what it has seen
   * last, nor, where a partition was read less far than others, what comes first there.
   */
  private long passed(Slot slot, Manifest manifest) throws StreamException {
    long seen =
        manifest
            .filesOf(StateRow.TABLE.name())
            .mapToLong(TableFile::latestArrival)
            .max()
            .orElse(LogProgress.NOT_BEGUN);
    OptionalLong next = topic.earliestArrival(manifest.until(), config.beaconRules());
    return Math.min(
        Math.min(seen, slot.end().toEpochMilli()), next.orElse(slot.end().toEpochMilli()));
  }
}
