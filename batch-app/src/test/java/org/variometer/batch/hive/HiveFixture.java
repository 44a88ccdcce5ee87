package org.variometer.batch.hive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.variometer.batch.BatchException;
import org.variometer.beacon.RejectReason;
import org.variometer.config.BatchSettings;
import org.variometer.config.HiveSettings;
import org.variometer.local.Accounting;
import org.variometer.session.SessionCounts;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.manifest.Written;
import org.variometer.store.rows.HiveTable;

/** A session of Spark's with the batch's tables, and what the batch would write into them. */
final class HiveFixture implements AutoCloseable {
  private static final Duration SLOT_LENGTH = Duration.ofMinutes(30);

  private final Path directory;
  private final BatchSettings settings;
  private final SparkSession spark;
  private final HiveTables tables;
  private final Map<HiveTable, Map<String, Dataset<Row>>> rows = new EnumMap<>(HiveTable.class);

  private HiveFixture(Path directory, BatchSettings settings, SparkSession spark)
      throws BatchException {
    this.directory = directory;
    this.settings = settings;
    this.spark = spark;
    this.tables = new HiveTables(spark, settings);
  }

  /** With everything below this directory; tables are not created yet. */
  static HiveFixture in(Path directory, String metastore) throws BatchException {
    BatchSettings settings = settings(directory.toString(), metastore, "variometer");
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("hive")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.sql.shuffle.partitions", "2")
            .set("spark.ui.enabled", "false");
    HiveSession.configure(conf, settings);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    return new HiveFixture(directory, settings, spark);
  }

  static BatchSettings settings(String directory, String metastore, String database) {
    return new BatchSettings(
        "local[2]",
        directory,
        SLOT_LENGTH,
        Duration.ZERO,
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Duration.ofDays(7),
        Duration.ofDays(400),
        2,
        new HiveSettings(metastore, database),
        Map.of());
  }

  SparkSession spark() {
    return spark;
  }

  HiveTables tables() {
    return tables;
  }

  BatchSettings settings() {
    return settings;
  }

  /** Publishes a run that wrote 3331 points and 2 zeros in 4.25 s. */
  void publish(String slot, String run) throws IOException {
    publish(directory, spark, slot, run);
  }

  /** Publishes such a run below another directory. */
  static void publish(Path directory, SparkSession spark, String slot, String run)
      throws IOException {
    Slot of = Slot.named(slot, SLOT_LENGTH).orElseThrow();
    Manifests manifests =
        new Manifests(
            directory.toString(), SLOT_LENGTH, spark.sparkContext().hadoopConfiguration());
    Manifest manifest = manifest(of, run);
    manifests.publish(of, manifest);
    manifests.markWritten(manifest, new Written(3331, 2, 4.25));
  }

  /** Leaves what a run leaves that dies while it publishes. */
  void beginToPublish(String slot, String run) throws IOException {
    publish(slot, run);
    Path path =
        directory
            .resolve(Manifests.FOLDER)
            .resolve(Slot.named(slot, SLOT_LENGTH).orElseThrow().folder() + ".jsonl");
    String whole = Files.readString(path);
    Files.delete(path.resolveSibling("." + path.getFileName() + ".crc"));
    Files.writeString(path, whole.substring(0, whole.lastIndexOf('{')));
  }

  private static Manifest manifest(Slot slot, String run) {
    Accounting counts =
        new Accounting(
            109,
            Map.of(RejectReason.BOT, 2L, RejectReason.TOO_LATE, 1L),
            1,
            new SessionCounts(100, 4, 2, 7, 8));
    return new Manifest(
        slot.name(),
        run,
        slot.length().toMinutes(),
        2,
        new TreeMap<>(Map.of(0, List.of(5L, 105L), 1, List.of(0L, 9L))),
        "topic-1",
        new Manifest.Sealing(0, 1_795_167_000_123L, 0, 0),
        counts,
        counts,
        3,
        new TreeMap<>(Map.of("sessions", 1.25)),
        new Manifest.RanWith("0.1.0", "c0ffee", "{}", ""),
        new TreeMap<>(Map.of("shares", "count of share")),
        List.of(
            new TableFile(
                "session_rows",
                "2026-11-20-10",
                0,
                0,
                TableFolders.path("session_rows", "2026-11-20-10", run, 0, 0, 1, 0),
                1,
                TableFile.NO_ARRIVAL)),
        List.of(),
        "");
  }

  /**
   * Adds a row, with the next flush.
   *
   * @param partition its partition, empty for a table without
   * @param columns the row's columns in SQL; those left out are null
   */
  void add(HiveTable table, String partition, String slot, String run, String columns) {
    Dataset<Row> row =
        spark.sql("SELECT %s, '%s' AS slot, '%s' AS run".formatted(columns, slot, run));
    List<String> given = Arrays.asList(row.columns());
    List<Column> all = new ArrayList<>();
    for (StructField field : spark.table(tables.name(table)).schema().fields()) {
      if (!field.name().equals(table.partitionColumn().orElse(""))) {
        Column value =
            given.contains(field.name()) ? functions.col(field.name()) : functions.lit(null);
        all.add(value.cast(field.dataType()).as(field.name()));
      }
    }
    rows.computeIfAbsent(table, t -> new TreeMap<>())
        .merge(partition, row.select(all.toArray(Column[]::new)), Dataset::unionAll);
  }

  /** Writes what was added, a file for each partition, as the batch does: past the metastore. */
  void flush() throws BatchException {
    for (Map.Entry<HiveTable, Map<String, Dataset<Row>>> ofTable : rows.entrySet()) {
      HiveTable table = ofTable.getKey();
      org.apache.hadoop.fs.Path location = tables.location(table);
      Set<String> partitions = new HashSet<>();
      for (Map.Entry<String, Dataset<Row>> part : ofTable.getValue().entrySet()) {
        String partition = part.getKey();
        org.apache.hadoop.fs.Path folder = location;
        if (!partition.isEmpty()) {
          partitions.add(partition);
          folder = new org.apache.hadoop.fs.Path(location, table.folder(partition));
        }
        part.getValue().coalesce(1).write().mode(SaveMode.Append).orc(folder.toString());
      }
      tables.addPartitions(table, partitions);
    }
    rows.clear();
  }

  /** The rows of a query, their values joined by a blank, in any order. */
  List<String> query(String sql) throws BatchException {
    flush();
    return spark.sql(sql).collectAsList().stream().map(row -> row.mkString(" ")).toList();
  }

  @Override
  public void close() {
    spark.close();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
  }
}
