package org.variometer.batch.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.batch.BatchException;
import org.variometer.services.HiveMetastoreService;
import org.variometer.services.ServiceOptions;
import org.variometer.session.Piece;
import org.variometer.session.SessionCodec;
import org.variometer.store.rows.HiveTable;

/** What {@code docs/ANALYSTS.md} tells analysts to ask, with a metastore as production has it. */
@Timeout(300)
class AnalystsTest {
  private static final Path DOC = Path.of("../docs/ANALYSTS.md");
  private static final Path STATE =
      Path.of("../sessionization-lib/src/test/resources/state/v1/everyday-visit.bin");
  private static final Pattern QUERY =
      Pattern.compile("^### ([^\\n]+)$|^```sql\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String SLOT = "2026-11-20T10:30Z";
  private static final String RUN = "r1";

  @TempDir private static Path folder;
  private static HiveMetastoreService metastore;
  private static HiveFixture hive;
  private static Map<String, String> queries;

  @BeforeAll
  static void start() throws Exception {
    queries = queries();
    metastore =
        new HiveMetastoreService(ServiceOptions.in(folder.resolve("metastore")).withBriefLife());
    metastore.start();
    hive = HiveFixture.in(folder.resolve("batch"), metastore.url());
    hive.tables().create();
    hive.publish(SLOT, RUN);
  }

  @AfterAll
  static void stop() {
    hive.close();
    metastore.close();
  }

  /** The document's queries by their headings. */
  private static Map<String, String> queries() throws Exception {
    Map<String, String> queries = new LinkedHashMap<>();
    String heading = "";
    Matcher found = QUERY.matcher(Files.readString(DOC));
    while (found.find()) {
      if (found.group(2) == null) {
        heading = found.group(1);
      } else {
        List<String> statements = HqlFile.statements(found.group(2));
        assertThat(statements).as(heading).hasSize(1);
        assertThat(queries.put(heading, statements.get(0))).as(heading).isNull();
      }
    }
    return queries;
  }

  private static List<String> answers(String heading) throws BatchException {
    assertThat(queries).containsKey(heading);
    return hive.query(queries.remove(heading));
  }

  private static void add(HiveTable table, String partition, String columns) {
    hive.add(table, partition, SLOT, RUN, columns);
  }

  @Test
  void everyQueryOfTheDocumentAnswers() throws Exception {
    session("2026-11-20-10", "s-1", "semantic", 2, 20);
    session("2026-11-20-23", "s-2", "semantic", 1, 5);
    session("2026-11-20-00", "s-3", "control", 0, 0);
    session("2026-11-21-00", "s-4", "control", 9, 99);
    assertThat(answers("Sessions of a day by variant"))
        .containsExactly("control 1 0 0.000000", "semantic 2 3 25.000000");

    day("2026-11-20", "v1", "semantic", 3);
    day("2026-11-21", "v1", "semantic", 2);
    day("2026-11-20", "v2", "semantic", 1);
    day("2026-11-20", "v3", "control", 4);
    day("2026-11-21", "v2", "control", 0);
    day("2026-11-22", "v3", "control", 50);
    assertThat(answers("Revenue per visitor and variant"))
        .containsExactly("control 2 2.0 8.0 2.0", "semantic 2 3.0 8.0 2.0");
    // w1 came at 100 and spent 3, and again at 300: 5 before midnight, 7 behind it. w2 was there at
    // 100 (11), entered with the visit at 200 (13), and then went without the experiment (17).
    treated("2026-11-23", "w1", "control", 100, 3, 300, 5);
    treated("2026-11-24", "w1", "", 400, 0, 300, 7);
    treated("2026-11-23", "w2", "", 100, 11);
    treated("2026-11-24", "w2", "gallery", 200, 13, 250, 17);
    assertThat(answers("Revenue per visitor by intention to treat"))
        .containsExactly("control 1 15.0", "gallery 1 30.0");
    // Several in one visit.
    day("2026-11-20", "v4", "__multiple__", 7);
    assertThat(answers("Visitors who met several variants"))
        .satisfiesExactlyInAnyOrder(
            v2 -> assertThat(v2).startsWith("v2 ").contains("control", "semantic"),
            v4 -> assertThat(v4).startsWith("v4 ").contains("__multiple__"));
    assertThat(answers("Distinct visitors of a day, counted anew"))
        .containsExactly(
            "search_ranking __multiple__ assigned 1",
            "search_ranking control assigned 1",
            "search_ranking semantic assigned 2");

    // 2026-11-20T10:00Z, 10:59, 11:00.
    total("1m", 1_795_168_800_000L, "3 AS visits, 2 AS orders, 1 AS converted_visits,");
    total("1m", 1_795_172_340_000L, "1 AS visits, 0 AS orders, 0 AS converted_visits,");
    total("1m", 1_795_172_400_000L, "90 AS visits, 9 AS orders, 9 AS converted_visits,");
    total("1h", 1_795_168_800_000L, "2 AS unique_visitors,");
    total("1d", 1_795_132_800_000L, "60 AS unique_visitors,");
    assertThat(answers("Totals of an hour")).containsExactly("semantic 4 2 3.000000 0.25 2");
    assertThat(answers("Median and 95th percentile of a load time"))
        .singleElement()
        .asString()
        .matches("semantic 0\\.0 98\\d\\.\\d+");

    add(HiveTable.REJECTED_ROWS, "2026-11-20", "'bot' AS reason, 1000 AS arrival");
    add(HiveTable.REJECTED_ROWS, "2026-11-20", "'bot' AS reason, 2000 AS arrival");
    add(HiveTable.REJECTED_ROWS, "2026-11-20", "'too_late' AS reason, 3000 AS arrival");
    assertThat(answers("Rejected records by reason"))
        .satisfiesExactly(
            bot -> assertThat(bot).startsWith("bot 2 "),
            late -> assertThat(late).startsWith("too_late 1 "));
    assertThat(answers("What the last runs did"))
        .singleElement()
        .asString()
        .startsWith(SLOT + " " + RUN + " ")
        .endsWith(" 109 106 3 {\"too_late\":1,\"bot\":2} {\"sessions\":1.25} 3331 4.25");

    assertThat(queries).as("queries that nothing has asked").isEmpty();
  }

  private static void session(String hour, String id, String variant, int orders, int revenue) {
    add(
        HiveTable.SESSION_ROWS,
        hour,
        ("'shop' AS site, '%s' AS session_id, 1 AS first_arrival, %d AS orders, false AS retracted,"
                + " %d000000 AS revenue_micros, array(named_struct('experiment', 'search_ranking',"
                + " 'variant', '%s', 'population', 'assigned', 'entered', 7)) AS experiments")
            .formatted(id, orders, revenue, variant));
  }

  private static void day(String day, String visitor, String variant, int revenue) {
    add(
        HiveTable.VISITOR_DAY_ROWS,
        day,
        ("1 AS visitor_hash, 'shop' AS site, '%s' AS visitor, array(named_struct('experiment',"
                + " 'search_ranking', 'variant', '%s', 'population', 'assigned', 'first_exposure',"
                + " 9L, 'exposures', map(9L, 1L), 'hours', map(10, 1L), 'mentions', 1L, 'visits',"
                + " 1L, 'bounces', 0L, 'converted_visits', 0L, 'visit_revenue_micros', 0L,"
                + " 'error_visits', 0L, 'page_views', 1L, 'errors', 0L, 'orders', 0L, 'units', 0L,"
                + " 'revenue_micros', %d000000L, 'custom', CAST(map() AS MAP<STRING, BIGINT>),"
                + " 'first_of_several', CAST(map() AS MAP<BIGINT, BIGINT>), 'shares', array()))"
                + " AS entries")
            .formatted(visitor, variant, revenue));
  }

  /**
   * A visitor's day in all visits and, if there is a variant, in this one.
   *
   * @param entered when a visit entered it, or else the first of all
   * @param revenue of this visit
   * @param shares of other visits, an instant and an amount each
   */
  private static void treated(
      String day, String visitor, String variant, int entered, int revenue, int... shares) {
    List<String> list = new ArrayList<>();
    int all = revenue;
    for (int i = 0; i < shares.length; i += 2) {
      all += shares[i + 1];
      list.add(
          ("named_struct('entered', %dL, 'visits', 1L, 'bounces', 0L, 'converted_visits', 0L,"
                  + " 'visit_revenue_micros', 0L, 'error_visits', 0L, 'page_views', 0L, 'errors',"
                  + " 0L, 'orders', 0L, 'units', 0L, 'revenue_micros', %d000000L, 'custom',"
                  + " CAST(map() AS MAP<STRING, BIGINT>))")
              .formatted(shares[i], shares[i + 1]));
    }
    List<String> entries = new ArrayList<>();
    entries.add(treatedEntry("__all__", "__all__", "all", entered, all, list));
    if (!variant.isEmpty()) {
      entries.add(treatedEntry("product_page", variant, "assigned", entered, revenue, List.of()));
    }
    add(
        HiveTable.VISITOR_DAY_ROWS,
        day,
        "2 AS visitor_hash, 'shop' AS site, '%s' AS visitor, array(%s) AS entries"
            .formatted(visitor, String.join(", ", entries)));
  }

  private static String treatedEntry(
      String experiment,
      String variant,
      String population,
      int entered,
      int revenue,
      List<String> shares) {
    return ("named_struct('experiment', '%s', 'variant', '%s', 'population', '%s',"
            + " 'first_exposure', %dL, 'exposures', map(%dL, 1L), 'hours', map(10, 1L),"
            + " 'mentions', 1L, 'visits', 1L, 'bounces', 0L, 'converted_visits', 0L,"
            + " 'visit_revenue_micros', 0L, 'error_visits', 0L, 'page_views', 1L, 'errors', 0L,"
            + " 'orders', 0L, 'units', 0L, 'revenue_micros', %d000000L, 'custom', CAST(map() AS"
            + " MAP<STRING, BIGINT>), 'first_of_several', CAST(map() AS MAP<BIGINT, BIGINT>),"
            + " 'shares', CAST(array(%s) AS ARRAY<STRUCT<entered: BIGINT, visits: BIGINT, bounces:"
            + " BIGINT, converted_visits: BIGINT, visit_revenue_micros: BIGINT, error_visits:"
            + " BIGINT, page_views: BIGINT, errors: BIGINT, orders: BIGINT, units: BIGINT,"
            + " revenue_micros: BIGINT, custom: MAP<STRING, BIGINT>>>))")
        .formatted(
            experiment, variant, population, entered, entered, revenue, String.join(", ", shares));
  }

  /** Its load times: two of 0 and one of 1000 in each minute. */
  private static void total(String granularity, long bucket, String sums) {
    String histograms =
        granularity.equals("1m") ? "map('page_load', map(0, 2L, 691, 1L))" : "map()";
    add(
        HiveTable.TOTAL_ROWS,
        "2026-11-20",
        ("'shop' AS site, 'search_ranking' AS experiment, 'semantic' AS variant, 'assigned' AS"
                + " population, '%s' AS granularity, %d AS bucket, %s %s AS revenue_micros,"
                + " CAST(%s AS MAP<STRING, MAP<INT, BIGINT>>) AS histograms")
            .formatted(
                granularity, bucket, sums, granularity.equals("1m") ? "1500000" : "0", histograms));
  }

  @Test
  void theLibraryReadsTheStateOfASessionInTheShell() throws Exception {
    byte[] state = Files.readAllBytes(STATE);
    add(
        HiveTable.SESSION_STATE_ROWS,
        "",
        "1 AS session_hash, 'shop' AS site, 's-1' AS session_id, 1 AS last_arrival, X'"
            + HexFormat.of().formatHex(state)
            + "' AS state");
    hive.flush();
    List<String> expected = new ArrayList<>();
    for (Piece piece : new SessionCodec().decode(state).pieces()) {
      expected.add(piece.records() + " records, " + piece.size() + " standing beacons");
      for (int i = 0; i < piece.size(); i++) {
        expected.add(piece.beacon(i).toString());
      }
    }
    assertThat(expected).hasSizeGreaterThan(1);

    SparkShell shell = new SparkShell(folder.resolve("shell"));
    List<String> options = new ArrayList<>();
    settings().forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    options.addAll(List.of("--jars", shell.jarOf(SessionCodec.class).toString()));
    assertThat(shell.run(options, block("scala"))).containsSequence(expected);
  }

  @Test
  void theSettingsOfTheDocumentAreTheBatchsOwn() throws Exception {
    assertThat(HiveSession.settings(hive.settings(), new Configuration()))
        .containsAllEntriesOf(settings());
    // The queries above are asked with these.
    settings()
        .forEach((key, value) -> assertThat(hive.spark().conf().get(key)).as(key).isEqualTo(value));
  }

  /** What the document says that spark-sql is to be started with; the metastore is this one. */
  private static Map<String, String> settings() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    Matcher found = Pattern.compile("--conf ([^ =]+)=(\\S+)").matcher(block("console"));
    while (found.find()) {
      settings.put(found.group(1), found.group(2));
    }
    assertThat(settings).hasSize(5);
    assertThat(settings.put("spark.hadoop.hive.metastore.uris", metastore.url()))
        .isEqualTo("thrift://metastore.example.com:9083");
    return settings;
  }

  /** The document's only block of a kind. */
  private static String block(String kind) throws Exception {
    Matcher found =
        Pattern.compile("^```" + kind + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(DOC));
    assertThat(found.find()).as(kind).isTrue();
    String block = found.group(1);
    assertThat(found.find()).as(kind).isFalse();
    return block;
  }

  @Test
  void creatingTwiceIsHarmlessAndPartitionsComeAndGo() throws Exception {
    hive.tables().create();
    hive.tables().addPartitions(HiveTable.TOTAL_ROWS, List.of("2026-01-01", "2026-01-02"));
    hive.tables().addPartitions(HiveTable.TOTAL_ROWS, List.of("2026-01-02", "2026-01-03"));
    hive.tables().dropPartitions(HiveTable.TOTAL_ROWS, List.of("2026-01-02", "2026-01-04"));
    assertThat(hive.query("SHOW PARTITIONS variometer.total_rows"))
        .contains("day=2026-01-01", "day=2026-01-03")
        .doesNotContain("day=2026-01-02", "day=2026-01-04");
  }

  @Test
  void aMetastoreThatIsGoneIsNamedAndMissedOnlyWhileItIsGone() throws Exception {
    metastore.kill();
    assertThatThrownBy(() -> hive.tables().create())
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("Hive's metastore at " + metastore.url() + " can't be reached: ")
        .hasMessageContaining("Connection refused")
        .hasMessageEndingWith("Start it, or say where it is: variometer.batch.hive.metastore");
    metastore.start();
    hive.tables().create();
    assertThat(hive.query("SHOW VIEWS IN variometer")).hasSize(7);
  }
}
