package org.variometer.batch.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.batch.BatchException;
import org.variometer.store.rows.HiveTable;
import org.variometer.store.rows.RejectedRow;
import org.variometer.store.rows.SessionRow;
import org.variometer.store.rows.StateRow;
import org.variometer.store.rows.TotalRow;
import org.variometer.store.rows.VisitorDayRow;
import org.variometer.store.table.Table;
import scala.Option;
import scala.collection.JavaConverters;

/** The views show the newest published rows, and the files that create them are documented. */
class HiveTablesTest {
  private static final Path DDL = Path.of("../hive-ddl");

  /** Older than all manifests. */
  private static final String OLD = "2026-11-12T10:30Z";

  private static final String FIRST = "2026-11-20T10:30Z";
  private static final String SECOND = "2026-11-20T11:00Z";

  /** Its run died while it published. */
  private static final String BROKEN = "2026-11-20T11:30Z";

  @TempDir private static Path folder;
  private static HiveFixture hive;

  @BeforeAll
  static void start() throws Exception {
    hive = HiveFixture.in(folder.resolve("it's here"), "");
    hive.tables().create();
    hive.publish(FIRST, "r1");
    hive.publish(SECOND, "r2");
    hive.beginToPublish(BROKEN, "r3");
  }

  @AfterAll
  static void stop() {
    hive.close();
  }

  @Test
  void runsArePublishedByTheEndOfTheirManifest() throws Exception {
    assertThat(hive.query("SELECT * FROM variometer.published"))
        .containsExactlyInAnyOrder(FIRST + " r1", SECOND + " r2");
    assertThat(
            hive.query(
                "SELECT run, minutes, sealed_through, unix_millis(sealed_through_at), read,"
                    + " accepted, used, duplicate, quarantined, ignored_performance, rejected,"
                    + " lost, sessions, visits, offsets, seconds, points, zeros,"
                    + " written_seconds, code, configuration"
                    + " FROM variometer.run_log WHERE slot = '"
                    + FIRST
                    + "'"))
        .containsExactly(
            "r1 30 1795167000123 1795167000123 109 106 100 4 2 1 {\"too_late\":1,\"bot\":2} 3 7 8"
                + " {\"0\":[5,105],\"1\":[0,9]} {\"sessions\":1.25} 3331 2 4.25 0.1.0 c0ffee");
  }

  @Test
  void theStateOfASessionIsTheNewestPublishedOne() throws Exception {
    String of = "site, session_id, hex(state), slot, run FROM variometer.session_state";
    state("s1", OLD, "r0", "01");
    state("s1", FIRST, "r1", "02");
    state("s1", FIRST, "dead", "03");
    state("s1", BROKEN, "r3", "04");
    state("s2", OLD, "r0", "05");
    state("s3", SECOND, "dead", "06");
    state("s4", FIRST, "r1", "07");
    state("s4", SECOND, "r2", "08");
    assertThat(hive.query("SELECT " + of))
        .containsExactlyInAnyOrder(
            "shop s1 02 " + FIRST + " r1",
            "shop s2 05 " + OLD + " r0",
            "shop s4 08 " + SECOND + " r2");
    assertThat(hive.query("SELECT unix_millis(last_arrival_at), " + of + " WHERE session_hash = 4"))
        .containsExactly("1001 shop s4 08 " + SECOND + " r2");
  }

  private static void state(String session, String slot, String run, String state) {
    hive.add(
        HiveTable.SESSION_STATE_ROWS,
        "",
        slot,
        run,
        "%s AS session_hash, 'shop' AS site, '%s' AS session_id, 1001 AS last_arrival, X'%s' AS state"
            .formatted(session.substring(1), session, state));
  }

  @Test
  void aSessionIsInThePartitionOfItsLastHitOnly() throws Exception {
    session("2026-11-20-09", FIRST, "r1", "moves", 9, false);
    session("2026-11-20-09", SECOND, "r2", "moves", 9, true);
    session("2026-11-20-10", SECOND, "r2", "moves", 10, false);
    session("2026-11-20-10", SECOND, "dead", "moves", 11, false);
    session("2026-11-12-10", OLD, "r0", "old", 1, false);
    session("2026-11-20-10", BROKEN, "r3", "unheard of", 1, false);
    assertThat(
            hive.query(
                "SELECT hourly_partitioner, session_id, visits, revenue, unix_millis(started_at),"
                    + " unix_millis(ended_at), CAST(started_at AS STRING), experiments[0].variant,"
                    + " visit_list[0].experiments[0].entered FROM variometer.sessions"))
        .containsExactlyInAnyOrder(
            "2026-11-12-10 old 1 9223372036854.775807 1795167000123 1795167000999"
                + " 2026-11-20 09:30:00.123 red 7",
            "2026-11-20-10 moves 10 9223372036854.775807 1795167000123 1795167000999"
                + " 2026-11-20 09:30:00.123 red 7");

    // Conditions on the partition reach the files through the view: there is one in each.
    assertThat(filesRead("hourly_partitioner = '2026-11-20-09'", 0)).isEqualTo(1);
    assertThat(filesRead("hourly_partitioner >= '2026-11-20'", 1)).isEqualTo(2);
    assertThat(filesRead("site = 'shop'", 2)).isEqualTo(3);
    assertThat(filesRead("hourly_partitioner IN ('2026-11-12-10') AND site = 'shop'", 1))
        .isEqualTo(1);
  }

  private static void session(
      String hour, String slot, String run, String session, int visits, boolean retracted) {
    hive.add(
        HiveTable.SESSION_ROWS,
        hour,
        slot,
        run,
        ("'shop' AS site, '%s' AS session_id, 1 AS first_arrival, %d AS visits, %s AS retracted,"
                + " 1795167000123 AS started, 1795167000999 AS ended,"
                + " 9223372036854775807 AS revenue_micros,"
                + " array(named_struct('experiment', 'e', 'variant', 'red', 'population',"
                + " 'assigned', 'entered', 7)) AS experiments,"
                + " array(named_struct('visitor', 'v', 'started', 1, 'ended', 2, 'beacons', 3,"
                + " 'page_views', 4, 'orders', 5, 'units', 6, 'revenue_micros', 7, 'errors', 8,"
                + " 'experiments', array(named_struct('experiment', 'e', 'variant', 'red',"
                + " 'population', 'assigned', 'entered', 7)))) AS visit_list")
            .formatted(session, visits, retracted));
  }

  /** Files of sessions that a query of the view reads. */
  private static long filesRead(String condition, int expectedRows) {
    hive.spark().conf().set("spark.sql.adaptive.enabled", false);
    try {
      Dataset<Row> rows = hive.spark().sql("SELECT * FROM variometer.sessions WHERE " + condition);
      SparkPlan plan = rows.queryExecution().executedPlan();
      assertThat(plan.executeCollect()).hasSize(expectedRows);
      List<Long> files = new ArrayList<>();
      for (SparkPlan leaf : JavaConverters.seqAsJavaListConverter(plan.collectLeaves()).asJava()) {
        if (leaf instanceof FileSourceScanExec scan) {
          files.add(scan.metrics().apply("numFiles").value());
        }
      }
      assertThat(files).hasSize(1);
      return files.get(0);
    } finally {
      hive.spark().conf().unset("spark.sql.adaptive.enabled");
    }
  }

  @Test
  void totalsAreTheNewestPublishedOnes() throws Exception {
    total(OLD, "r0", "1m", 1000, "5 AS visits, 7 AS page_views");
    total(FIRST, "r1", "1m", 1000, "6 AS visits, 1500000 AS revenue_micros");
    total(SECOND, "dead", "1m", 1000, "7 AS visits");
    total(OLD, "r0", "1m", 61_000, "2 AS visits, map('lcp', map(3, 4)) AS histograms");
    total(SECOND, "r2", "1h", 1000, "9 AS unique_visitors, map('adds', 3) AS custom");
    total(BROKEN, "r3", "1h", 1000, "10 AS unique_visitors");
    assertThat(
            hive.query(
                "SELECT granularity, bucket, visits, page_views, revenue, unique_visitors,"
                    + " histograms['lcp'][3], custom['adds'], unix_millis(bucket_at), slot, run"
                    + " FROM variometer.totals WHERE day = '2026-11-20'"))
        .containsExactlyInAnyOrder(
            "1m 1000 6 null 1.500000 null null null 1000 " + FIRST + " r1",
            "1m 61000 2 null null null 4 null 61000 " + OLD + " r0",
            "1h 1000 null null null 9 null 3 1000 " + SECOND + " r2");
  }

  private static void total(
      String slot, String run, String granularity, long bucket, String metrics) {
    hive.add(
        HiveTable.TOTAL_ROWS,
        "2026-11-20",
        slot,
        run,
        ("'shop' AS site, 'e' AS experiment, 'red' AS variant, 'assigned' AS population,"
                + " '%s' AS granularity, %d AS bucket, %s")
            .formatted(granularity, bucket, metrics));
  }

  @Test
  void aVisitorsDayIsARowForEachVariantThatCounted() throws Exception {
    day(FIRST, "r1", "v1", entry("red", "9", "map(10, 1)", 1));
    day(SECOND, "r2", "v1", entry("red", "9", "map(10, 2)", 2), entry("blue", "NULL", "map()", 0));
    day(SECOND, "dead", "v1", entry("red", "9", "map(10, 3)", 3));
    day(OLD, "r0", "v2", entry("blue", "NULL", "map(0, 1)", 0));
    day(BROKEN, "r3", "v3", entry("blue", "9", "map(0, 1)", 1));
    assertThat(
            hive.query(
                "SELECT day, site, visitor, variant, population, first_exposure,"
                    + " unix_millis(first_exposure_at), exposures[9], hours[10], mentions, visits,"
                    + " visit_revenue, revenue, custom['adds'], shares[0].entered,"
                    + " shares[0].revenue_micros, shares[0].custom['adds'], slot"
                    + " FROM variometer.visitor_days"))
        .containsExactlyInAnyOrder(
            "2026-11-20 shop v1 red assigned 9 9 1 2 1 2 0.000003 0.000004 5 11 4 3 " + SECOND,
            "2026-11-20 shop v2 blue assigned null null 1 null 1 0 0.000003 0.000004 5 11 4 3 "
                + OLD);
  }

  private static String entry(String variant, String entered, String hours, int visits) {
    return "named_struct('experiment', 'e', 'variant', '%s', 'population', 'assigned',"
            .formatted(variant)
        + "'first_exposure', CAST(%s AS BIGINT), 'exposures', map(9L, 1L), 'hours', CAST(%s AS MAP<INT, BIGINT>),"
            .formatted(entered, hours)
        + "'mentions', 1L, 'visits', %dL, 'bounces', 0L, 'converted_visits', 0L,".formatted(visits)
        + "'visit_revenue_micros', 3L, 'error_visits', 0L, 'page_views', 0L, 'errors', 0L,"
        + "'orders', 0L, 'units', 0L, 'revenue_micros', 4L, 'custom', map('adds', 5L),"
        + "'first_of_several', map(9L, 1L), 'shares', array(named_struct('entered', 11L,"
        + "'visits', 0L, 'bounces', 0L, 'converted_visits', 0L, 'visit_revenue_micros', 0L,"
        + "'error_visits', 0L, 'page_views', 0L, 'errors', 0L, 'orders', 0L, 'units', 0L,"
        + "'revenue_micros', 4L, 'custom', map('adds', 3L))))";
  }

  private static void day(String slot, String run, String visitor, String... entries) {
    hive.add(
        HiveTable.VISITOR_DAY_ROWS,
        "2026-11-20",
        slot,
        run,
        "1 AS visitor_hash, 'shop' AS site, '%s' AS visitor, array(%s) AS entries"
            .formatted(visitor, String.join(", ", entries)));
  }

  @Test
  void rejectedRecordsOfPublishedSlotsAreShown() throws Exception {
    rejected(OLD, "r0", "oversized", 5, "X'C3A4'");
    rejected(FIRST, "r1", "malformed_json", -1, "X'FF7B'");
    rejected(FIRST, "dead", "bot", 5, "X'7B7D'");
    rejected(BROKEN, "r3", "bot", 5, "X'7B7D'");
    assertThat(
            hive.query(
                "SELECT day, reason, unix_millis(arrival_at), source_partition, hex(payload),"
                    + " payload_text, slot, run FROM variometer.rejected"))
        .containsExactlyInAnyOrder(
            "2026-11-20 oversized 5 null C3A4 ä " + OLD + " r0",
            "2026-11-20 malformed_json -1 null FF7B \uFFFD{ " + FIRST + " r1");
  }

  private static void rejected(
      String slot, String run, String reason, long arrival, String payload) {
    hive.add(
        HiveTable.REJECTED_ROWS,
        "2026-11-20",
        slot,
        run,
        "'%s' AS reason, %d AS arrival, %s AS payload".formatted(reason, arrival, payload));
  }

  @Test
  void partitionsComeAndGoAndTheirFilesStay() throws Exception {
    HiveTable table = HiveTable.TOTAL_ROWS;
    hive.add(table, "2026-01-31", FIRST, "r1", "'1m' AS granularity, 1 AS bucket");
    hive.tables().addPartitions(table, List.of("2026-02-01", "2026-01-31", "2026-02-01"));
    hive.tables().addPartitions(table, List.of("2026-01-31"));
    hive.tables().addPartitions(table, List.of());
    String partitions = "SHOW PARTITIONS variometer.total_rows";
    assertThat(hive.query(partitions)).contains("day=2026-01-31", "day=2026-02-01");
    String january = "SELECT count(*) FROM variometer.totals WHERE day = '2026-01-31'";
    assertThat(hive.query(january)).containsExactly("1");
    hive.tables().dropPartitions(table, List.of("2026-01-31", "2026-02-01", "1999-01-01"));
    assertThat(hive.query(partitions)).doesNotContain("day=2026-01-31", "day=2026-02-01");
    assertThat(hive.query(january)).containsExactly("0");
    hive.tables().addPartitions(table, List.of("2026-01-31"));
    assertThat(hive.query(january)).containsExactly("1");
    // As with another metastore.
    hive.spark().sql("DROP TABLE variometer.total_rows");
    hive.tables().create();
    assertThat(hive.query(january)).containsExactly("1");
  }

  @Test
  void whatIsNoPartitionIsRefused() {
    HiveTables tables = hive.tables();
    assertThatThrownBy(() -> tables.addPartitions(HiveTable.SESSION_ROWS, List.of("2026-11-20")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("session_rows has no partition 2026-11-20");
    assertThatThrownBy(() -> tables.dropPartitions(HiveTable.TOTAL_ROWS, List.of("x' OR '")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tables.addPartitions(HiveTable.SESSION_STATE_ROWS, List.of("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("session_state_rows has no partitions");
  }

  @Test
  void creatingTwiceIsHarmless() throws Exception {
    hive.tables().create();
    assertThat(names()).isEqualTo(files());
  }

  @Test
  void viewsThatAreGoneOrOfAnotherReleaseAreCreatedAgain() throws Exception {
    String runs = "SELECT * FROM variometer.published";
    List<String> published = hive.query(runs);
    hive.spark().sql("DROP VIEW variometer.published");
    hive.tables().create();
    assertThat(hive.query(runs)).isEqualTo(published).isNotEmpty();
    hive.spark().sql("CREATE OR REPLACE VIEW variometer.published AS SELECT 1 AS slot, 2 AS run");
    hive.tables().create();
    assertThat(hive.query(runs)).isEqualTo(published);
  }

  @Test
  void tablesThatAreNotTheOnesToCreateAreNamed() throws Exception {
    hive.spark().sql("CREATE DATABASE taken");
    hive.spark()
        .sql(
            "CREATE EXTERNAL TABLE taken.session_rows (site INT, extra INT) STORED AS ORC"
                + " LOCATION 'file:///elsewhere'");
    hive.spark().sql("CREATE TABLE taken.total_rows (site STRING) STORED AS ORC");
    HiveTables tables =
        new HiveTables(
            hive.spark(),
            HiveFixture.settings(folder.resolve("it's here").toString(), "", "taken"));
    assertThatThrownBy(tables::create)
        .isInstanceOf(BatchException.class)
        .hasMessageContaining(
            "taken.session_rows is there with another location: file:/elsewhere instead of file:")
        .hasMessageContaining(
            "taken.session_rows is there with another type of the column site: int instead of"
                + " string")
        .hasMessageContaining("taken.session_rows is there without the column visitor string")
        .hasMessageContaining("taken.session_rows is there with a column too many: extra int")
        .hasMessageContaining("taken.total_rows is there, but not as an external table: MANAGED")
        .hasMessageContaining("variometer.batch.hive.database");
    assertThat(hive.query("SHOW VIEWS IN taken")).isEmpty();
  }

  /** Rows and table of before there were shares of visits. */
  @Test
  void aTableOfAnEarlierReleaseGetsWhatIsNewInThisOne() throws Exception {
    Path directory = folder.resolve("earlier");
    Path partition = directory.resolve("tables/visitor_day_rows/day=2026-11-20");
    Files.createDirectories(partition);
    Files.copy(
        Path.of("../batch-store/src/test/resources/rows/visitor-days-1/2026-11-20.orc"),
        partition.resolve("20261121T0100Z-r1-bucket-0-level-0-task-0-0.orc"));
    hive.spark().sql("CREATE DATABASE earlier");
    for (String statement :
        HqlFile.statements("visitor_day_rows", "earlier", directory.toUri().toString())) {
      hive.spark()
          .sql(statement.replaceAll("(?s), first_of_several.*custom:map<string,bigint>>>>>", ">>"));
    }
    hive.spark().sql("MSCK REPAIR TABLE earlier.visitor_day_rows");
    assertThat(hive.spark().table("earlier.visitor_day_rows").schema().catalogString())
        .doesNotContain("shares");

    HiveTables tables =
        new HiveTables(hive.spark(), HiveFixture.settings(directory.toString(), "", "earlier"));
    tables.create();
    tables.create();

    assertThat(hive.spark().table("earlier.visitor_day_rows").schema())
        .isEqualTo(hive.spark().table("variometer.visitor_day_rows").schema());
    HiveFixture.publish(directory, hive.spark(), "2026-11-21T01:30Z", "r2");
    assertThat(
            hive.query(
                "SELECT visitor, variant, population, orders, SIZE(exposures), shares"
                    + " FROM earlier.visitor_days WHERE experiment = 'colour' ORDER BY 1, 3"))
        .containsExactly(
            "anna red assigned 2 2 null",
            "bert blue assigned 0 1 null",
            "carla blue assigned 0 1 null",
            "carla blue qualified 0 1 null");
  }

  @Test
  void aTableInAViewsPlaceIsNamed() throws Exception {
    hive.spark().sql("CREATE DATABASE shadow");
    hive.spark().sql("CREATE TABLE shadow.published (slot STRING) STORED AS ORC");
    HiveTables tables =
        new HiveTables(
            hive.spark(),
            HiveFixture.settings(folder.resolve("it's here").toString(), "", "shadow"));
    assertThatThrownBy(tables::create)
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("hive-ddl/published.hql can't be run")
        .hasMessageContaining("published");
  }

  @Test
  void everyTableViewAndColumnHasAComment() throws Exception {
    for (String name : names()) {
      assertThat(
              hive.spark()
                  .sessionState()
                  .catalog()
                  .getTableMetadata(new TableIdentifier(name, Option.apply("variometer")))
                  .comment()
                  .get())
          .as(name)
          .hasSizeGreaterThan(20);
      for (StructField column : hive.spark().table("variometer." + name).schema().fields()) {
        assertThat(column.getComment().isDefined()).as(name + "." + column.name()).isTrue();
        assertThat(column.getComment().get())
            .as(name + "." + column.name())
            .endsWith(".")
            // What the metastore has room for.
            .hasSizeLessThan(257);
      }
    }
  }

  @Test
  void theBatchWritesTheColumnsThatTheTablesHave() {
    for (Table<?> table :
        List.of(
            StateRow.TABLE,
            SessionRow.TABLE,
            TotalRow.TABLE,
            VisitorDayRow.TABLE,
            RejectedRow.TABLE)) {
      StructType created = hive.spark().table("variometer." + table.name()).schema();
      Optional<String> partition = HiveTable.named(table.name()).partitionColumn();
      StructType inFiles = new StructType();
      for (StructField field : created.fields()) {
        if (!partition.equals(Optional.of(field.name()))) {
          inFiles = inFiles.add(field);
        }
      }
      assertThat(table.schema().toString()).as(table.name()).isEqualTo(inFiles.catalogString());
    }
  }

  /** Tables of what the batch writes for itself. */
  private static final Set<String> TEXT = Set.of("manifests", "written");

  @Test
  void everyFileSaysWhatItIs() throws IOException {
    assertThat(files()).hasSize(14);
    for (String name : files("")) {
      String text = Files.readString(DDL.resolve(name + ".hql"));
      assertThat(text)
          .as(name)
          .startsWith("-- The ")
          .contains(
              "\n-- Written by: ",
              "\n-- How often: ",
              "\n-- Kept: ",
              "\n-- Created by: ",
              "-f hive-ddl/" + name + ".hql\n",
              "\n-- Parameters:\n--     database  ")
          .contains("${database}")
          .doesNotContain("\t");
      assertThat(text.contains("--     location  "))
          .as(name)
          .isEqualTo(text.contains("'${location}"));
      assertThat(text.contains("'${location}/tables/") || TEXT.contains(name))
          .as(name)
          .isEqualTo(text.contains("\n-- Backfill: "));
    }
  }

  @Test
  void theFilesCanBeRunByHand() throws Exception {
    // As spark-sql does with --hivevar.
    hive.spark().conf().set("database", "by_hand");
    hive.spark().conf().set("location", folder.resolve("by hand").toUri().toString());
    try {
      List<String> order =
          new ArrayList<>(List.of("database", "manifests", "written", "published"));
      files().stream().filter(name -> name.endsWith("_rows")).forEach(order::add);
      files().stream().filter(name -> !order.contains(name)).forEach(order::add);
      for (String name : order) {
        for (String statement : HqlFile.statements(Files.readString(DDL.resolve(name + ".hql")))) {
          hive.spark().sql(statement);
        }
      }
    } finally {
      hive.spark().conf().unset("database");
      hive.spark().conf().unset("location");
    }
    assertThat(hive.query("SELECT * FROM by_hand.visitor_days")).isEmpty();
    assertThat(hive.query("SELECT * FROM by_hand.run_log")).isEmpty();
  }

  /** Tables and views. */
  private static Set<String> names() {
    return hive.spark().sql("SHOW TABLES IN variometer").collectAsList().stream()
        .map(row -> row.<String>getAs("tableName"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files that create them. */
  private static Set<String> files() throws IOException {
    return files("database");
  }

  private static Set<String> files(String without) throws IOException {
    try (Stream<Path> files = Files.list(DDL)) {
      return files
          .map(file -> file.getFileName().toString().replace(".hql", ""))
          .filter(name -> !name.equals(without))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
