package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.Rejection;
import org.variometer.config.CodeDigest;
import org.variometer.config.Release;
import org.variometer.config.VariometerConfig;
import org.variometer.local.MetricsReport;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.Resolution;
import org.variometer.slot.Slot;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.Manifest;
import scala.collection.JavaConverters;

/** What analysts see after several slots is what the library computes of all records at once. */
class ViewsOfRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> COUNTS =
      Set.of(
          "visits",
          "bounces",
          "converted_visits",
          "visit_revenue",
          "error_visits",
          "page_views",
          "errors",
          "orders",
          "units",
          "revenue");
  private static final List<String> CUSTOM = List.of("adds", "add_value", "search_visits");

  /** The slots that have what was written by hand, from 0. */
  private static final int IN_TIME = 1;

  private static final int LATE = 5;

  @TempDir private static Path folder;
  private static BatchWorld world;
  private static BatchApp app;
  private static Config config;
  private static SortedMap<Slot, List<String>> slots;
  private static List<String> lines;
  private static MetricsReport report;

  @BeforeAll
  static void run() throws Exception {
    world = new BatchWorld(folder);
    config =
        world.config(
            Optional.of(BatchWorld.caseFile("26-custom-metrics", "variometer.conf")),
            Map.of(
                "variometer.batch.slot-length",
                "1h",
                "variometer.session.max-beacons",
                Integer.toString(Traffic.MAX_BEACONS)));
    List<Line> traffic = Traffic.of(3, 600, Duration.ofHours(5));
    List<String> texts = traffic.stream().map(Line::text).toList();
    List<List<String>> parts = new ArrayList<>();
    int from = 0;
    for (int end : new Random(3).ints(9, 0, texts.size()).sorted().toArray()) {
      parts.add(new ArrayList<>(texts.subList(from, end)));
      from = end;
    }
    parts.add(texts.subList(from, texts.size()));
    parts.get(IN_TIME).addAll(ByHand.inTime());
    parts.get(LATE).addAll(ByHand.late());
    lines = parts.stream().flatMap(List::stream).toList();
    slots = BatchWorld.slots(parts, traffic.get(0).arrival(), Duration.ofHours(1));
    report = world.report(config, lines);
    app = BatchApp.start(config, world.alone(), note -> {});
    world.runAll(app, slots);
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
    }
    world.close();
  }

  private static List<Row> query(String sql) {
    return SparkSession.active().sql(sql).collectAsList();
  }

  @Test
  void sessionsAreThereOnceEachWithAllTheirSums() {
    Row sums =
        query(
                "SELECT COUNT(*), COUNT(DISTINCT site, session_id, first_arrival), SUM(visits),"
                    + " SUM(SIZE(visit_list)), SUM(beacons), SUM(records) FROM variometer.sessions")
            .get(0);
    long sessions = report.accounting().counts().sessions();
    long visits = report.accounting().counts().visits();
    long used = report.accounting().counts().used();
    long duplicate = report.accounting().counts().duplicate();
    assertThat(sums.mkString(" "))
        .isEqualTo(
            sessions
                + " "
                + sessions
                + " "
                + visits
                + " "
                + visits
                + " "
                + used
                + " "
                + (used + duplicate));
    SortedMap<String, BigDecimal> ofSites = new TreeMap<>();
    for (Row row :
        query(
            "SELECT site, SUM(visits) AS visits, SUM(page_views) AS page_views,"
                + " SUM(orders) AS orders, SUM(units) AS units, SUM(revenue) AS revenue,"
                + " SUM(errors) AS errors FROM variometer.sessions GROUP BY site")) {
      for (String metric :
          List.of("visits", "page_views", "orders", "units", "revenue", "errors")) {
        add(ofSites, row.getAs("site") + " " + metric, number(row, metric));
      }
    }
    SortedMap<String, BigDecimal> expected = new TreeMap<>();
    report.rows(
        row -> {
          if (row.series().resolution() == Resolution.MINUTE
              && row.series().key().experiment().equals("__all__")
              && Set.of("visits", "page_views", "orders", "units", "revenue", "errors")
                  .contains(row.series().metric())) {
            add(
                expected,
                row.series().key().site() + " " + row.series().metric(),
                new BigDecimal(row.value().asDecimal()));
          }
        });
    assertThat(notZero(ofSites)).isEqualTo(notZero(expected));
  }

  @Test
  void aSessionIsSeenWithAllThatIsInIt() {
    assertThat(ofHand("sessions", "session_id = 's'"))
        .containsExactly(
            """
            hourly_partitioner 2024-11-21-00
            site hand.example
            session_id s
            first_arrival 2024-11-20T22:00:01Z
            last_arrival 2024-11-21T03:00:00Z
            started 2024-11-20T22:00:00Z
            started_at 2024-11-20T22:00:00Z
            ended 2024-11-21T00:20:00Z
            ended_at 2024-11-21T00:20:00Z
            visitor anna
            visits 2
            records 14
            beacons 13
            page_views 4
            orders 3
            units 6
            revenue_micros 115500000
            revenue 115.500000
            errors 3
            experiments [\
            {experiment checkout, variant red, population assigned,\
             entered 2024-11-20T22:00:00Z}, \
            {experiment checkout, variant red, population qualified,\
             entered 2024-11-20T22:02:00Z}, \
            {experiment checkout, variant blue, population assigned,\
             entered 2024-11-20T23:30:00Z}, \
            {experiment ranking, variant __multiple__, population assigned,\
             entered 2024-11-20T23:30:00Z}]
            visit_list [\
            {visitor anna, started 2024-11-20T22:00:00Z, ended 2024-11-20T22:07:00Z, beacons 8,\
             page_views 1, orders 2, units 4, revenue_micros 110000000, errors 3, experiments [\
            {experiment checkout, variant red, population assigned,\
             entered 2024-11-20T22:00:00Z}, \
            {experiment checkout, variant red, population qualified,\
             entered 2024-11-20T22:02:00Z}]}, \
            {visitor bert, started 2024-11-20T23:30:00Z, ended 2024-11-21T00:20:00Z, beacons 5,\
             page_views 3, orders 1, units 2, revenue_micros 5500000, errors 0, experiments [\
            {experiment checkout, variant blue, population assigned,\
             entered 2024-11-20T23:30:00Z}, \
            {experiment ranking, variant __multiple__, population assigned,\
             entered 2024-11-20T23:30:00Z}]}]
            slot %s
            """
                .formatted(slotOf(LATE)));
  }

  @Test
  void aVisitorsDayIsSeenWithAllThatWasAttributed() {
    assertThat(
            ofHand(
                "visitor_days", "visitor = 'anna' AND experiment = 'checkout' ORDER BY population"))
        .containsExactly(
            """
            day 2024-11-20
            site hand.example
            visitor anna
            experiment checkout
            variant red
            population assigned
            first_exposure 2024-11-20T22:00:00Z
            first_exposure_at 2024-11-20T22:00:00Z
            exposures {2024-11-20T22:00:00Z=1}
            hours {22=1}
            mentions 1
            visits 1
            bounces 0
            converted_visits 1
            visit_revenue_micros 110000000
            visit_revenue 110.000000
            error_visits 1
            page_views 1
            errors 3
            orders 2
            units 4
            revenue_micros 110000000
            revenue 110.000000
            custom {add_value=12500000, adds=2}
            shares []
            slot %s
            """
                .formatted(slotOf(IN_TIME)),
            """
            day 2024-11-20
            site hand.example
            visitor anna
            experiment checkout
            variant red
            population qualified
            first_exposure 2024-11-20T22:02:00Z
            first_exposure_at 2024-11-20T22:02:00Z
            exposures {2024-11-20T22:02:00Z=1}
            hours {22=1}
            mentions 0
            visits 1
            bounces 0
            converted_visits 1
            visit_revenue_micros 110000000
            visit_revenue 110.000000
            error_visits 1
            page_views 0
            errors 2
            orders 2
            units 4
            revenue_micros 110000000
            revenue 110.000000
            custom {add_value=12500000, adds=2}
            shares []
            slot %s
            """
                .formatted(slotOf(IN_TIME)));
    assertThat(
            ofHand("visitor_days", "visitor = 'bert' AND experiment = 'ranking' ORDER BY day DESC"))
        .hasSize(2)
        .first()
        .as("the day after the one on which the visit entered")
        .isEqualTo(
            """
            day 2024-11-21
            site hand.example
            visitor bert
            experiment ranking
            variant __multiple__
            population assigned
            first_exposure null
            first_exposure_at null
            exposures {}
            hours {0=1}
            mentions 0
            visits 0
            bounces 0
            converted_visits 0
            visit_revenue_micros 0
            visit_revenue 0.000000
            error_visits 0
            page_views 1
            errors 0
            orders 1
            units 2
            revenue_micros 5500000
            revenue 5.500000
            custom {}
            shares [{entered 2024-11-20T23:30:00Z, visits 0, bounces 0, converted_visits 0,\
             visit_revenue_micros 0, error_visits 0, page_views 1, errors 0, orders 1, units 2,\
             revenue_micros 5500000, custom {}}]
            slot %s
            """
                .formatted(slotOf(LATE)));
    assertThat(ofHand("visitor_days", "visitor = 'carla'"))
        .as("a later beacon's own visitor")
        .isEmpty();
  }

  @Test
  void theFirstExposureMovesWithWhatArrivesLate() {
    assertThat(
            query(
                "SELECT experiment, variant, first_exposure, exposures, hours, mentions, visits,"
                    + " page_views FROM variometer.visitor_days WHERE site = '"
                    + ByHand.SITE
                    + "' AND visitor = 'dora' ORDER BY experiment, variant"))
        .extracting(ByHand::text)
        .containsExactly(
            """
            experiment __all__
            variant __all__
            first_exposure 2024-11-20T21:30:00Z
            exposures {2024-11-20T21:30:00Z=1, 2024-11-20T22:20:00Z=1}
            hours {21=1, 22=1}
            mentions 0
            visits 2
            page_views 4
            """,
            """
            experiment checkout
            variant __multiple__
            first_exposure 2024-11-20T21:30:00Z
            exposures {2024-11-20T21:30:00Z=1}
            hours {21=1}
            mentions 0
            visits 1
            page_views 2
            """,
            """
            experiment checkout
            variant red
            first_exposure 2024-11-20T22:20:00Z
            exposures {2024-11-20T22:20:00Z=1}
            hours {22=1}
            mentions 2
            visits 1
            page_views 2
            """);
  }

  /** Rows of what was written by hand, but for what no hand can know. */
  private static List<String> ofHand(String view, String condition) {
    String rows = "variometer." + view + " WHERE site = '" + ByHand.SITE + "' AND " + condition;
    return SparkSession.active()
        .sql("SELECT * FROM " + rows)
        .drop("run", "visitor_hash")
        .collectAsList()
        .stream()
        .map(ByHand::text)
        .toList();
  }

  private static String slotOf(int part) {
    return List.copyOf(slots.keySet()).get(part).name();
  }

  @Test
  void sessionsStandInTheHourOfTheirLastHit() {
    assertThat(
            query(
                "SELECT * FROM variometer.sessions WHERE hourly_partitioner <>"
                    + " date_format(ended_at, 'yyyy-MM-dd-HH')"))
        .isEmpty();
  }

  @Test
  void totalsAreTheMetrics() {
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    for (Row row : query("SELECT * FROM variometer.totals")) {
      String bucket = key(row) + " " + row.getAs("granularity") + " " + row.getAs("bucket");
      for (String metric : COUNTS) {
        add(totals, metric + " " + bucket, number(row, metric));
      }
      add(totals, "unique_visitors " + bucket, number(row, "unique_visitors"));
      add(
          totals,
          "multiple_exposure_visitors " + bucket,
          number(row, "multiple_exposure_visitors"));
      addCustom(totals, row, bucket);
      row.<String, scala.collection.Map<Integer, Long>>getJavaMap(row.fieldIndex("histograms"))
          .forEach(
              (name, histogram) ->
                  JavaConverters.mapAsJavaMapConverter(histogram)
                      .asJava()
                      .values()
                      .forEach(
                          count ->
                              add(
                                  totals,
                                  "perf." + name + ".count " + bucket,
                                  BigDecimal.valueOf(count))));
    }
    SortedMap<String, BigDecimal> expected = new TreeMap<>();
    report.rows(
        row -> {
          String metric = row.series().metric();
          boolean ofMinutes =
              row.series().resolution() == Resolution.MINUTE
                  && (COUNTS.contains(metric)
                      || CUSTOM.contains(metric)
                      || metric.endsWith(".count"));
          if (ofMinutes || metric.endsWith("_visitors")) {
            add(
                expected,
                metric
                    + " "
                    + row.series().key()
                    + " "
                    + row.series().resolution().tag()
                    + " "
                    + row.timestamp(),
                new BigDecimal(row.value().asDecimal()));
          }
        });
    assertThat(notZero(totals)).isEqualTo(notZero(expected));
  }

  @Test
  void daysOfVisitorsSumUpToTheTotalsOfDays() {
    SortedMap<String, BigDecimal> days = new TreeMap<>();
    for (Row row : query("SELECT * FROM variometer.visitor_days")) {
      String day = key(row) + " " + row.getAs("day");
      for (String metric : COUNTS) {
        add(days, metric + " " + day, number(row, metric));
      }
      addCustom(days, row, day);
    }
    for (Row row :
        query(
            "SELECT day, site, experiment, variant, population, COUNT(DISTINCT visitor) AS distinct,"
                + " COUNT(*) AS all FROM variometer.visitor_days"
                + " GROUP BY day, site, experiment, variant, population")) {
      assertThat(row.<Long>getAs("all")).isEqualTo(row.<Long>getAs("distinct"));
      add(days, "unique_visitors " + key(row) + " " + row.getAs("day"), number(row, "distinct"));
    }
    SortedMap<String, BigDecimal> expected = new TreeMap<>();
    report.rows(
        row -> {
          String metric = row.series().metric();
          Resolution resolution = row.series().resolution();
          LocalDate day =
              LocalDate.ofInstant(Instant.ofEpochMilli(row.timestamp()), ZoneOffset.UTC);
          if ((resolution == Resolution.MINUTE
                  && (COUNTS.contains(metric) || CUSTOM.contains(metric)))
              || (resolution == Resolution.DAY && metric.equals("unique_visitors"))) {
            add(
                expected,
                metric + " " + row.series().key() + " " + day,
                new BigDecimal(row.value().asDecimal()));
          }
        });
    assertThat(expected.keySet()).as("days").anyMatch(cell -> cell.endsWith("2024-11-21"));
    assertThat(notZero(days)).isEqualTo(notZero(expected));
  }

  @Test
  void whatIsRejectedIsKeptWithItsPayload() throws Exception {
    BeaconDecoder decoder = new BeaconDecoder(VariometerConfig.from(config).beaconRules());
    List<String> expected = new ArrayList<>();
    for (String line : lines) {
      byte[] bytes = line.getBytes(UTF_8);
      if (decoder.decodeLine(bytes, 0, bytes.length) instanceof Rejection rejection) {
        expected.add(rejection.reason().wireName() + " " + line);
      }
    }
    assertThat(query("SELECT reason, CAST(payload AS STRING) FROM variometer.rejected"))
        .extracting(row -> row.getString(0) + " " + row.getString(1))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theRunLogAddsUp() throws Exception {
    SortedMap<String, Long> sums = new TreeMap<>();
    List<String> names = new ArrayList<>();
    long sealed = Long.MIN_VALUE;
    for (Row row : query("SELECT * FROM variometer.run_log ORDER BY slot")) {
      names.add(row.getAs("slot"));
      for (String column :
          List.of(
              "read",
              "accepted",
              "used",
              "duplicate",
              "quarantined",
              "ignored_performance",
              "sessions",
              "visits")) {
        sums.merge(column, row.<Long>getAs(column), Long::sum);
      }
      for (Map.Entry<String, JsonNode> reason :
          JSON.readTree(row.<String>getAs("rejected")).properties()) {
        sums.merge(reason.getKey(), reason.getValue().asLong(), Long::sum);
      }
      assertThat(row.<Long>getAs("sealed_through")).isGreaterThanOrEqualTo(sealed);
      sealed = row.<Long>getAs("sealed_through");
      saysWhatTheManifestSays(row);
    }
    assertThat(names).isEqualTo(slots.keySet().stream().map(Slot::name).toList());
    assertThat(sums).isEqualTo(report.accounting().byName());
  }

  private static void saysWhatTheManifestSays(Row row) throws Exception {
    Manifest manifest =
        BatchWorld.manifest(
            config, Slot.named(row.getAs("slot"), Duration.ofHours(1)).orElseThrow());
    assertThat(row.<String>getAs("run")).isEqualTo(manifest.run());
    assertThat(row.<Integer>getAs("minutes")).isEqualTo(60);
    assertThat(row.<Long>getAs("sealed_through")).isEqualTo(manifest.sealing().through());
    assertThat(row.<Long>getAs("lost")).isZero();
    assertThat(JSON.readTree(row.<String>getAs("offsets")))
        .isEqualTo(JSON.valueToTree(manifest.offsets()));
    assertThat(manifest.seconds())
        .containsOnlyKeys("landing", "sessions", "visitors", "totals", "merge");
    assertThat(JSON.readTree(row.<String>getAs("seconds")))
        .isEqualTo(JSON.valueToTree(manifest.seconds()));
    assertThat(row.<Long>getAs("points")).isNotNegative();
    assertThat(row.<Long>getAs("zeros")).isZero();
    assertThat(row.<Double>getAs("written_seconds")).isPositive();
    assertThat(row.<String>getAs("code"))
        .isEqualTo(
            Release.VERSION + "+" + CodeDigest.of(Beacon.class, Manifest.class, BatchApp.class));
    assertThat(row.<String>getAs("configuration")).isEqualTo(new Rules(config).digest());
  }

  /** As {@link MetricKey} shows itself. */
  private static String key(Row row) {
    return new MetricKey(
            row.getAs("site"),
            row.getAs("experiment"),
            row.getAs("variant"),
            Population.ofTag(row.getAs("population")).orElseThrow())
        .toString();
  }

  private static void addCustom(SortedMap<String, BigDecimal> sums, Row row, String of) {
    row.<String, Long>getJavaMap(row.fieldIndex("custom"))
        .forEach(
            (name, sum) ->
                add(
                    sums,
                    name + " " + of,
                    name.equals("add_value")
                        ? BigDecimal.valueOf(sum, 6)
                        : BigDecimal.valueOf(sum)));
  }

  private static BigDecimal number(Row row, String column) {
    return new BigDecimal(row.getAs(column).toString());
  }

  private static void add(SortedMap<String, BigDecimal> sums, String cell, BigDecimal amount) {
    sums.merge(cell, amount, BigDecimal::add);
  }

  private static SortedMap<String, String> notZero(SortedMap<String, BigDecimal> sums) {
    SortedMap<String, String> notZero = new TreeMap<>();
    sums.forEach(
        (cell, sum) -> {
          if (sum.signum() != 0) {
            notZero.put(cell, sum.stripTrailingZeros().toPlainString());
          }
        });
    return notZero;
  }
}
