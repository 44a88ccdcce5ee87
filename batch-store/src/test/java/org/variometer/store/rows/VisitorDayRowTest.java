package org.variometer.store.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Micros;
import org.variometer.beacon.SessionKey;
import org.variometer.config.VariometerConfig;
import org.variometer.metric.Contributions;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.session.Merge;
import org.variometer.session.SessionMerger;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.store.table.MergedRows;
import org.variometer.store.table.TableFiles;
import org.variometer.visitor.VisitorDay;
import org.variometer.visitor.VisitorDayKey;
import org.variometer.visitor.VisitorDays;
import org.variometer.visitor.VisitorEntry;

/**
 * A visitor's day comes back out of its row. {@code rows/visitor-days-1} has the rows that were
 * written of its beacons before rows told visits apart.
 */
class VisitorDayRowTest {
  private static final Path FIRST_FORM = Path.of("src/test/resources/rows/visitor-days-1");
  private static final int[] DAYS = {day("2026-11-20"), day("2026-11-21")};
  private static final Origin ORIGIN = new Origin("2026-11-21T01:00Z", "20261121T0100Z-r1");

  private final VariometerConfig config =
      VariometerConfig.from(
          VariometerConfig.load(
              Optional.empty(),
              Map.of(
                  "variometer.metrics.custom.0.name", "adds",
                  "variometer.metrics.custom.0.event", "add_to_cart",
                  "variometer.metrics.custom.0.measure", "count")));
  private final TableFiles<VisitorDayRow> files =
      new TableFiles<>(VisitorDayRow.TABLE, new Configuration());

  @TempDir private Path folder;

  private static int day(String name) {
    return (int) LocalDate.parse(name).toEpochDay();
  }

  @Test
  void aVisitorsDayComesBackWithTheSharesOfItsVisits() throws IOException {
    VisitorDays days = contribute(1);
    for (int day : DAYS) {
      List<VisitorDayRow> rows = new ArrayList<>();
      days.byKey()
          .forEach(
              (key, entries) -> {
                if (key.epochDay() == day) {
                  rows.add(VisitorDayRow.of(key, entries, names(), ORIGIN));
                }
              });
      rows.sort(VisitorDayRow.TABLE.order());
      files.write(pathOf(folder, day), rows.iterator());
    }
    assertThat(shown(readAll(folder)))
        .isEqualTo(shown(days))
        .containsExactly(
            "2026-11-20 anna all {10:00=1, 15:00=1} orders 2, adds 1, of {10:00=1 5, 15:00=1 7}",
            "2026-11-20 anna red assigned {10:00=1, 15:01=1} orders 2, adds 1, of {10:00=1 5, 15:01=1 7}",
            "2026-11-20 bert all {23:50=1} orders 0, adds 0, of {23:50=0 0}",
            "2026-11-20 bert blue assigned {23:50=1} orders 0, adds 0, of {23:50=0 0}",
            "2026-11-20 carla all {12:00=1} orders 0, adds 1, of {12:00=0 0}",
            "2026-11-20 carla blue assigned {12:00=1} orders 0, adds 1, of {12:00=0 0}",
            "2026-11-20 carla blue qualified {12:00=1} orders 0, adds 1, of {12:00=0 0}",
            // What came behind midnight is of the evening's visit.
            "2026-11-21 bert all {} orders 1, adds 0, of {23:50=1 11}",
            "2026-11-21 bert blue assigned {} orders 1, adds 0, of {23:50=1 11}");
  }

  @Test
  void rowsOfOneVisitADayHaveNoShares() throws IOException {
    contribute(1)
        .byKey()
        .forEach(
            (key, day) ->
                assertThat(VisitorDayRow.of(key, day, names(), ORIGIN).entries())
                    .as(key.toString())
                    .allSatisfy(
                        field ->
                            assertThat(field.shares())
                                .hasSize(
                                    key.visitorId().equals("anna") || key.epochDay() == DAYS[1]
                                        ? 1
                                        : 0)));
  }

  @Test
  void inRowsOfTheFirstFormADayIsOfItsFirstEntryOrOfTheDayBefore() throws IOException {
    assertThat(shown(readAll(FIRST_FORM)))
        .containsExactly(
            "2026-11-20 anna all {10:00=1, 15:00=1} orders 2, adds 1, of {10:00=2 12}",
            "2026-11-20 anna red assigned {10:00=1, 15:01=1} orders 2, adds 1, of {10:00=2 12}",
            "2026-11-20 bert all {23:50=1} orders 0, adds 0, of {23:50=0 0}",
            "2026-11-20 bert blue assigned {23:50=1} orders 0, adds 0, of {23:50=0 0}",
            "2026-11-20 carla all {12:00=1} orders 0, adds 1, of {12:00=0 0}",
            "2026-11-20 carla blue assigned {12:00=1} orders 0, adds 1, of {12:00=0 0}",
            "2026-11-20 carla blue qualified {12:00=1} orders 0, adds 1, of {12:00=0 0}",
            "2026-11-21 bert all {} orders 1, adds 0, of {23:59:59.999=1 11}",
            "2026-11-21 bert blue assigned {} orders 1, adds 0, of {23:59:59.999=1 11}");
  }

  @Test
  void whatIsTakenBackFromRowsOfTheFirstFormLeavesNoSums() throws IOException {
    VisitorDays found = readAll(FIRST_FORM);
    contribute(-1)
        .byKey()
        .forEach(
            (key, change) -> {
              VisitorDay day = found.byKey().get(key);
              day.addAll(change);
              VisitorDay after =
                  VisitorDayRow.of(key, day, names(), ORIGIN).day(key.epochDay(), names());
              assertThat(after.byKey())
                  .allSatisfy(
                      (of, entry) -> {
                        assertThat(entry.measures().isEmpty()).as(key + " " + of).isTrue();
                        assertThat(entry.hours()).isEmpty();
                      });
            });
  }

  private CustomNames names() {
    return new CustomNames(config.catalog());
  }

  /** What the beacons contribute, or what they take back. */
  private VisitorDays contribute(int sign) throws IOException {
    VisitorDays days = new VisitorDays();
    SessionRules rules = SessionRules.batch(5000);
    Contributions contributions = new Contributions(config.catalog(), rules);
    sessions()
        .forEach(
            (session, records) -> {
              Merge merge = new SessionMerger(rules).merge(SessionState.EMPTY, records);
              contributions.addDifference(
                  session.site(),
                  sign > 0 ? merge : new Merge(merge.merged(), SessionState.EMPTY),
                  days);
            });
    return days;
  }

  private Map<SessionKey, List<BeaconRecord>> sessions() throws IOException {
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    Map<SessionKey, List<BeaconRecord>> sessions = new LinkedHashMap<>();
    for (String line : Files.readAllLines(FIRST_FORM.resolve("beacons.jsonl"))) {
      byte[] bytes = line.getBytes(UTF_8);
      BeaconRecord record = (BeaconRecord) decoder.decodeLine(bytes, 0, bytes.length);
      sessions.computeIfAbsent(record.session(), key -> new ArrayList<>()).add(record);
    }
    return sessions;
  }

  private VisitorDays readAll(Path directory) throws IOException {
    VisitorDays days = new VisitorDays();
    for (int day : DAYS) {
      try (MergedRows<VisitorDayRow> rows = files.merge(List.of(pathOf(directory, day)))) {
        rows.forEachRemaining(
            row ->
                days.add(
                    new VisitorDayKey(row.site(), row.visitorId(), day), row.day(day, names())));
      }
    }
    return days;
  }

  private static org.apache.hadoop.fs.Path pathOf(Path directory, int day) {
    return new org.apache.hadoop.fs.Path(directory.resolve(Days.name(day) + ".orc").toUri());
  }

  /** A line for each day, visitor and key, times as they are on a clock in UTC. */
  private static List<String> shown(VisitorDays days) {
    List<String> lines = new ArrayList<>();
    days.byKey()
        .forEach(
            (key, day) ->
                day.byKey()
                    .forEach(
                        (of, entry) ->
                            lines.add(
                                Days.name(key.epochDay())
                                    + " "
                                    + key.visitorId()
                                    + " "
                                    + (of.variant().equals(Mention.ALL) ? "" : of.variant() + " ")
                                    + of.population().tag()
                                    + " "
                                    + shown(key.epochDay(), entry))));
    lines.sort(null);
    return lines;
  }

  private static String shown(int epochDay, VisitorEntry entry) {
    SortedMap<String, Long> exposures = new TreeMap<>();
    entry.exposures(epochDay).forEach((instant, visits) -> exposures.put(clock(instant), visits));
    SortedMap<String, String> shares = new TreeMap<>();
    entry.forEachShare(
        (instant, sums) ->
            shares.put(
                clock(instant),
                sums.get(MeasureIds.of(Counter.ORDERS))
                    + " "
                    + sums.get(MeasureIds.of(Counter.REVENUE)) / Micros.PER_UNIT));
    return exposures
        + " orders "
        + entry.measures().get(MeasureIds.of(Counter.ORDERS))
        + ", adds "
        + entry.measures().get(MeasureIds.ofCustom(0))
        + ", of "
        + shares;
  }

  private static String clock(long instant) {
    return Instant.ofEpochMilli(instant).atOffset(ZoneOffset.UTC).toLocalTime().toString();
  }
}
