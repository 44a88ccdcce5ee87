package org.variometer.stream.slot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.log.ArrivalDigest;
import org.variometer.metric.Granularity;
import org.variometer.shard.Intake;
import org.variometer.shard.MeterRules;
import org.variometer.shard.MeterShard;
import org.variometer.shard.RunCounts;
import org.variometer.shard.SessionShard;
import org.variometer.spark.ShardPartitioner;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.RecordedRules;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.Days;
import org.variometer.store.rows.StateRow;
import org.variometer.store.rows.TotalRow;
import org.variometer.stream.snapshot.Layout;
import org.variometer.stream.snapshot.SnapshotWriter;
import org.variometer.stream.snapshot.WholeFrom;

/**
 * Makes a snapshot out of what a slot has published. Tasks read what can still change, part by
 * part: neither they nor the driver hold all that the batch knows.
 */
public final class SlotSnapshot {
  private static final int HOURS_OF_DAY = 24;

  private final JavaSparkContext spark;
  private final VariometerConfig config;
  private final Layout layout;
  private final String rules;

  /**
   * Makes snapshots.
   *
   * @param config what holds for the stream
   * @param layout into what parts the state is to be divided
   * @param rules the part of the configuration that decides what records mean, as JSON
   */
  public SlotSnapshot(
      JavaSparkContext spark, VariometerConfig config, Layout layout, String rules) {
    this.spark = spark;
    this.config = config;
    this.layout = layout;
    this.rules = rules;
  }

  /**
   * Makes one.
   *
   * @param manifest what the slot has published
   * @param end where it ends
   * @param oldestHour the first hour (since the epoch) of which totals are held
   * @param seenFrom from which instant of arrival on the stream sees everybody, ms since the epoch
   * @param writer takes it
   * @return its name
   * @throws org.variometer.files.DamagedException if a file of the slot's is gone or damaged
   * @throws IOException if one can't be read now, or the snapshot not be written
   */
  public String write(
      Manifest manifest, SlotEnd end, int oldestHour, long seenFrom, SnapshotWriter writer)
      throws IOException {
    return writer.write(
        System.currentTimeMillis(),
        new TreeMap<>(end.offsets()),
        new WholeFrom(totalsWholeFrom(manifest, oldestHour), seenFrom),
        sessions(manifest, end),
        meters(manifest, end, oldestHour));
  }

  /** What the batch does not have whole, the stream has not either. */
  private static long totalsWholeFrom(Manifest manifest, int oldestHour) {
    long begin = manifest.sealing().begin();
    return begin <= oldestHour * Granularity.HOUR.millis()
        ? Long.MIN_VALUE
        : MeterRules.wholeFrom(begin);
  }

  private JavaPairRDD<Integer, SessionShard> sessions(Manifest manifest, SlotEnd end) {
    long oldest = end.state().oldestHeld();
    Map<Integer, List<TableFile>> byBucket = new TreeMap<>();
    manifest
        .filesOf(StateRow.TABLE.name())
        .filter(file -> file.latestArrival() >= oldest)
        .forEach(file -> byBucket.computeIfAbsent(file.bucket(), b -> new ArrayList<>()).add(file));
    return parts(byBucket)
        .flatMapToPair(new ReadSessions(config.batch().directory(), layout, end))
        .partitionBy(new ShardPartitioner(config.stream().parallelism()))
        .mapPartitionsToPair(new JoinSessions(end));
  }

  private JavaPairRDD<Integer, MeterShard> meters(Manifest manifest, SlotEnd end, int oldestHour)
      throws IOException {
    String root = config.batch().directory();
    return parts(totals(manifest, oldestHour))
        .flatMapToPair(new ReadTotals(root, layout.meters(), oldestHour, metrics(manifest)))
        .partitionBy(new ShardPartitioner(layout.meters()))
        .mapPartitionsToPair(new JoinTotals(end, oldestHour, counts(manifest.sum())));
  }

  /** The files that have totals from an hour on, of each day and part together. */
  private Map<String, List<TableFile>> totals(Manifest manifest, int oldestHour)
      throws IOException {
    String table = TotalRow.TABLE.name();
    String firstDay = Days.name(Math.floorDiv(oldestHour, HOURS_OF_DAY));
    List<TableFile> listed = manifest.filesOf(table).toList();
    TableFolders folders =
        new TableFolders(config.batch().directory(), spark.hadoopConfiguration());
    TreeSet<String> days = new TreeSet<>(folders.partitions(table));
    listed.forEach(file -> days.add(file.partition()));
    Map<String, List<TableFile>> byPart = new TreeMap<>();
    for (String day : days.tailSet(firstDay)) {
      for (TableFile file : folders.filesOf(table, day, listed, manifest.settledBefore())) {
        byPart.computeIfAbsent(day + '/' + file.bucket(), p -> new ArrayList<>()).add(file);
      }
    }
    return byPart;
  }

  /**
   * One for each task; an empty one where there are none, so that every part of a state is made.
   */
  private JavaRDD<byte[]> parts(Map<?, List<TableFile>> files) {
    List<byte[]> parts = new ArrayList<>(files.values().stream().map(TableRows::bytes).toList());
    if (parts.isEmpty()) {
      parts.add(TableRows.bytes(List.of()));
    }
    return spark.parallelize(parts, parts.size());
  }

  /** The custom metrics that mean here what they mean there. */
  private Map<String, Integer> metrics(Manifest manifest) {
    Map<String, Integer> ids = new HashMap<>(config.catalog().customIds());
    Map<String, String> here = RecordedRules.metrics(rules);
    ids.keySet().removeIf(name -> !here.get(name).equals(manifest.metrics().get(name)));
    return ids;
  }

  private static RunCounts counts(Accounting sum) {
    return new RunCounts(
        new Intake(
            sum.read(),
            sum.rejected(),
            sum.ignoredPerformance(),
            0,
            Intake.unknown(sum.read()),
            ArrivalDigest.NONE),
        sum.counts(),
        0,
        0);
  }
}
