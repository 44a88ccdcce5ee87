package org.variometer.batch.run;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.variometer.batch.landing.LandedRecord;
import org.variometer.batch.landing.LandedRecords;
import org.variometer.config.BatchSettings;
import org.variometer.local.Accounting;
import org.variometer.slot.Memory;
import org.variometer.slot.SealedBuckets;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.spark.SparkJob;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.RecordedRules;
import org.variometer.store.manifest.Seconds;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.Origin;
import org.variometer.store.rows.StateRow;
import org.variometer.store.rows.TotalRow;
import org.variometer.store.rows.VisitorDayRow;
import scala.Tuple2;

/**
 * Runs a slot: sessions, then visitors, then totals, each joined with what the slot before
 * published, of which only what is touched is read. Nothing is visible until the manifest that is
 * returned is published.
 */
public final class SlotRun {
  /** Into how many parts totals are divided; the same for ever, as files are found by it. */
  public static final int TOTALS = Target.TOTALS;

  private static final Logger LOG = LoggerFactory.getLogger(SlotRun.class);

  private final JavaSparkContext spark;
  private final Rules rules;
  private final BatchSettings settings;
  private final Attempts attempts;
  private final TableFolders folders;
  private final String code;
  private final SortedMap<String, Double> seconds = new TreeMap<>();

  /**
   * Runs on this Spark by these rules.
   *
   * @param code what runs, as the run log names it
   */
  public SlotRun(
      JavaSparkContext spark, Rules rules, Attempts attempts, TableFolders folders, String code) {
    this.spark = spark;
    this.rules = rules;
    this.attempts = attempts;
    this.folders = folders;
    this.code = code;
    this.settings = rules.get().batch();
  }

  /**
   * Runs a slot.
   *
   * @param landed the slot's records
   * @param before what the slot before published; empty for the first of all
   * @param sealed the instant through which buckets are the batch's with it, ms since the epoch
   * @param writtenFrom of what ends behind this instant, all is to be written; ms since the epoch
   * @return what is to be published
   */
  public Manifest run(
      Slot slot, LandedRecords landed, Optional<Manifest> before, long sealed, long writtenFrom)
      throws IOException {
    Origin origin = new Origin(slot.name(), slot.folder() + "-" + UUID.randomUUID());
    Instant keptFrom = slot.keepsFrom(settings.retain());
    String settledBefore = LiveFiles.settledBefore(slot, settings, before);
    RunFiles files = new RunFiles(settings.directory(), origin, settledBefore);
    List<TableFile> known = before.map(Manifest::files).orElse(List.of());
    Memory memory = LiveFiles.memory(slot, known);
    seconds.put("landing", landed.seconds());
    TaskReport report = update(slot, landed.records(), files, known, memory);
    MergeFiles.Outcome merged =
        timed(
            "merge",
            () -> new MergeFiles(files, memory, LiveFiles.quietSince(slot)).run(spark, known));
    List<TableFile> written = new ArrayList<>(report.files());
    written.addAll(merged.written());
    LiveFiles.Outcome live =
        new LiveFiles(folders, keptFrom, settledBefore, memory)
            .after(known, merged.merged(), written);
    if (live.tooOld() > 0) {
      LOG.warn(
          "slot {}: {} rows of days before {} are left out: variometer.batch.retain is {} days",
          slot,
          live.tooOld(),
          keptFrom,
          settings.retain().toDays());
    }
    attempts.move(origin.run(), written);
    String recorded = RecordedRules.of(rules.config());
    Accounting counts =
        new Accounting(
            report.intake().read(),
            report.intake().rejected(),
            report.intake().ignoredPerformance(),
            report.counts());
    return new Manifest(
        slot.name(),
        origin.run(),
        slot.length().toMinutes(),
        settings.buckets(),
        landed.offsets(),
        // What landed out of files leaves the log where the slot before has.
        landed.topic().isEmpty() ? before.map(Manifest::topic).orElse("") : landed.topic(),
        new Manifest.Sealing(
            Math.max(
                // Of what is not kept nothing is known: it stays as the stream has left it.
                keptFrom.toEpochMilli(),
                before
                    .map(manifest -> manifest.sealing().begin())
                    .orElseGet(() -> SealedBuckets.begin(landed.begin()))),
            sealed,
            writtenFrom,
            report.touchedFrom()),
        counts,
        before.map(manifest -> manifest.sum().plus(counts)).orElse(counts),
        landed.lost(),
        seconds,
        new Manifest.RanWith(code, rules.digest(), recorded, rules.visitorKey()),
        metrics(before, recorded),
        live.listed(),
        live.dropped(),
        settledBefore);
  }

  /** What the sums of custom metrics that are kept mean. */
  private static SortedMap<String, String> metrics(Optional<Manifest> before, String recorded) {
    SortedMap<String, String> metrics = new TreeMap<>();
    before.ifPresent(manifest -> metrics.putAll(manifest.metrics()));
    metrics.putAll(RecordedRules.metrics(recorded));
    return metrics;
  }

  private TaskReport update(
      Slot slot,
      JavaRDD<LandedRecord> records,
      RunFiles files,
      List<TableFile> known,
      Memory memory)
      throws IOException {
    Target target = new Target(settings.buckets());
    String day = slot.end().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    JavaRDD<Tuple2<Integer, byte[]>> sessions =
        byTask(
                records.mapPartitions(new ReadRecords(rules, files, target.buckets(), day)),
                0,
                target.buckets())
            .mapPartitions(
                new UpdateSessions(rules, files, target, of(StateRow.TABLE.name(), known), memory))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    TaskReport report = timed("sessions", () -> report(sessions));
    JavaRDD<Tuple2<Integer, byte[]>> visitors =
        byTask(sessions.filter(part -> target.isVisitors(part._1())), 0, target.buckets())
            .mapPartitions(
                new UpdateVisitors(rules, files, target, of(VisitorDayRow.TABLE.name(), known)))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    report = report.plus(timed("visitors", () -> report(visitors)));
    JavaRDD<Tuple2<Integer, byte[]>> totals =
        byTask(
                sessions.union(visitors).filter(part -> target.isTotals(part._1())),
                target.buckets(),
                Target.TOTALS)
            .mapPartitions(
                new UpdateTotals(rules, files, target, of(TotalRow.TABLE.name(), known)));
    report = report.plus(timed("totals", () -> report(totals)));
    sessions.unpersist();
    visitors.unpersist();
    return report;
  }

  private static JavaRDD<Tuple2<Integer, byte[]>> byTask(
      JavaRDD<Tuple2<Integer, byte[]>> parts, int first, int number) {
    return JavaPairRDD.fromJavaRDD(parts)
        .partitionBy(Target.eachAlone(first, number))
        .map(part -> part);
  }

  private static TaskReport report(JavaRDD<Tuple2<Integer, byte[]>> parts) {
    TaskReport sum = TaskReport.NONE;
    for (Tuple2<Integer, byte[]> report : parts.filter(p -> p._1() == Target.DRIVER).collect()) {
      sum = sum.plus(TaskReport.ofBytes(report._2()));
    }
    return sum;
  }

  private static List<TableFile> of(String table, List<TableFile> files) {
    return files.stream().filter(file -> file.table().equals(table)).toList();
  }

  private <T> T timed(String step, Callable<T> work) throws IOException {
    long start = System.nanoTime();
    try {
      return SparkJob.run(work);
    } finally {
      seconds.put(step, Seconds.since(start));
    }
  }
}
