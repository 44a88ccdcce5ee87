package org.variometer.readout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.CustomMetric.Measure;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Micros;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;
import org.variometer.beacon.SessionKey;
import org.variometer.metric.MetricCatalog;
import org.variometer.session.SessionRules;
import org.variometer.session.SessionState;
import org.variometer.slot.SlotUpdater;

/**
 * What counts of a visitor by intention to treat. A line of a scene is a beacon: session, time in
 * November 2026, what it is, and what it mentions: {@code +} as assigned, {@code *} as qualified. A
 * line of a readout is a visitor in a population: the variant, since when, what counts, what was
 * before.
 */
class VisitorReadoutTest {
  private static final CustomMetric ADDS = new CustomMetric("adds", "add", Measure.COUNT);
  private static final MetricCatalog CATALOG = new MetricCatalog(List.of(ADDS));

  @Test
  void fromTheFirstExposureOnAllVisitsCountMentionedOrNot() {
    assertThat(
            readout(
                """
                a 19T10:00:00 page
                b 20T10:00:00 page
                b 20T10:01:00 page +e=red
                b 20T10:02:00 order 5
                c 20T18:00:00 page
                d 21T09:00:00 page +e=red
                d 21T09:01:00 order 7
                f 25T09:00:00 add
                """))
        .containsExactly(
            "assigned e=red since 20T10:01:00 {adds=1, bounces=1, converted_visits=2, orders=2,"
                + " page_views=3, revenue=12000000, units=2, visit_revenue=12000000, visits=4}"
                + " before {bounces=1, page_views=1, visits=1}");
  }

  @Test
  void ofTheVisitThatBroughtItCountsWhatIsAttributed() {
    assertThat(
            readout(
                """
                a 20T10:00:00 order 3
                a 20T10:01:00 page +e=red
                a 20T10:02:00 order 5
                a 20T10:03:00 page *e=red
                a 20T10:04:00 order 7
                """))
        .containsExactly(
            "assigned e=red since 20T10:01:00 {converted_visits=1, orders=2, page_views=2,"
                + " revenue=12000000, units=2, visit_revenue=12000000, visits=1}",
            "qualified e=red since 20T10:03:00 {converted_visits=1, orders=1, page_views=1,"
                + " revenue=7000000, units=1, visit_revenue=7000000, visits=1}");
  }

  @Test
  void whatComesBehindMidnightIsOfTheVisitThatBeganBefore() {
    assertThat(
            readout(
                """
                a 20T23:50:00 page +e=red
                a 21T00:05:00 order 5
                b 20T23:40:00 page
                b 21T00:10:00 order 7
                b 21T00:11:00 page +e=red
                c 20T23:55:00 page
                c 21T00:15:00 order 9
                """))
        .as("b began before the exposure, c behind it")
        .containsExactly(
            "assigned e=red since 20T23:50:00 {converted_visits=2, orders=2, page_views=2,"
                + " revenue=14000000, units=2, visit_revenue=14000000, visits=2}");
  }

  @Test
  void visitsThatBeginWithTheExposureCountIfTheyBringItAndThoseBehindItInAnyCase() {
    assertThat(
            readout(
                """
                a 20T10:00:00.000 page +e=red
                b 20T10:00:00.000 error +e=red
                c 20T10:00:00.000 order 3
                d 20T10:00:00.001 order 5
                """))
        .containsExactly(
            "assigned e=red since 20T10:00:00 {bounces=1, converted_visits=1, error_visits=1,"
                + " errors=1, orders=1, page_views=1, revenue=5000000, units=1,"
                + " visit_revenue=5000000, visits=3}");
  }

  @Test
  void exposuresAndVisitsCountFromTheStartToBeforeTheEnd() {
    String scene =
        """
        a 20T10:00:00.000 page +e=red
        b 20T12:00:00.000 page +e=blue
        c 20T14:00:00.000 page
        """;
    assertThat(readout(scene, "20T10:00:00.000", "20T14:00:00.001"))
        .containsExactly(
            "assigned e=red since 20T10:00:00 several {bounces=3, page_views=3, visits=3}");
    assertThat(readout(scene, "20T10:00:00.000", "20T14:00:00.000"))
        .containsExactly(
            "assigned e=red since 20T10:00:00 several {bounces=2, page_views=2, visits=2}");
    assertThat(readout(scene, "20T10:00:00.001", "20T14:00:00.001"))
        .containsExactly("assigned e=blue since 20T12:00:00 {bounces=2, page_views=2, visits=2}");
    assertThat(readout(scene, "20T10:00:00.000", "20T12:00:00.000"))
        .containsExactly("assigned e=red since 20T10:00:00 {bounces=1, page_views=1, visits=1}");
    assertThat(readout(scene, "20T12:00:00.001", "30T00:00:00.000")).isEmpty();
  }

  @Test
  void aVisitOfSeveralVariantsIsOfTheOneThatItMentionsFirst() {
    assertThat(
            readout(
                """
                a 20T10:00:00 page +e=red
                a 20T10:01:00 page *e=blue
                b 20T12:00:00 page +e=blue
                """))
        .containsExactly(
            "assigned e=red since 20T10:00:00 several {bounces=1, page_views=3, visits=2}",
            "qualified e=blue since 20T10:01:00 several {bounces=2, page_views=2, visits=2}");
  }

  @Test
  void ofVisitsThatBroughtItAtOneInstantTheLeastVariantByItsBytesIsTheFirst() {
    assertThat(
            readout(
                """
                a 20T10:00:00 page +e=\uFF5A
                b 20T10:00:00 page +e=\uD83D\uDE00
                c 20T10:00:00 page +e=\uFF5B
                c 20T10:01:00 page +e=red
                """))
        .singleElement()
        .asString()
        .startsWith("assigned e=\uFF5A since 20T10:00:00 several {");
  }

  @Test
  void whatWasBeforeIsThatOfFourteenFullDaysInWhateverPopulation() {
    assertThat(
            readout(
                """
                a 05T23:59:00 page
                b 06T00:00:00 order 3
                c 19T23:50:00 page
                c 20T00:10:00 order 5
                d 20T08:00:00 page
                f 20T10:00:00 page +e=red
                """))
        .containsExactly(
            "assigned e=red since 20T10:00:00 {bounces=1, page_views=1, visits=1}"
                + " before {converted_visits=2, orders=1, page_views=1, revenue=3000000, units=1,"
                + " visit_revenue=8000000, visits=2}");
  }

  @Test
  void ofTheQualifiedWhatWasBeforeIsThatOfBeforeTheAssignment() {
    assertThat(
            readout(
                """
                a 18T10:00:00 order 3
                b 20T10:00:00 page +e=red
                c 22T10:00:00 page *e=red
                """))
        .containsExactly(
            "assigned e=red since 20T10:00:00 {bounces=2, page_views=2, visits=2}"
                + " before {converted_visits=1, orders=1, revenue=3000000, units=1,"
                + " visit_revenue=3000000, visits=1}",
            "qualified e=red since 22T10:00:00 {bounces=1, page_views=1, visits=1}"
                + " before {converted_visits=1, orders=1, revenue=3000000, units=1,"
                + " visit_revenue=3000000, visits=1}");
  }

  @Test
  void experimentsAreReadOutEachByItself() {
    assertThat(
            readout(
                """
                a 20T10:00:00 page +e=red +f=big
                b 21T10:00:00 page +f=small
                """))
        .containsExactly(
            "assigned e=red since 20T10:00:00 {bounces=2, page_views=2, visits=2}",
            "assigned f=big since 20T10:00:00 several {bounces=2, page_views=2, visits=2}");
  }

  @Test
  void whatIsNotToBeReadOutIsNot() {
    List<String> found = new ArrayList<>();
    VisitorReadout readout =
        new VisitorReadout(
            new ReadoutMetrics(CATALOG),
            (site, experiment) ->
                site.equals("shop") && experiment.equals("f")
                    ? Optional.of(Span.ALL)
                    : Optional.empty());
    visitors("a 20T10:00:00 page +e=red +f=big")
        .forEach(visitor -> readout.read(visitor, treated -> found.add(treated.experiment())));
    assertThat(found).containsExactly("f");
  }

  private static List<String> readout(String scene) {
    return readout(scene, "01T00:00:00", "30T00:00:00");
  }

  /** As lines, times without the month. */
  private static List<String> readout(String scene, String start, String end) {
    ReadoutMetrics metrics = new ReadoutMetrics(CATALOG);
    Span span = new Span(instant(start), instant(end));
    VisitorReadout readout = new VisitorReadout(metrics, (site, e) -> Optional.of(span));
    List<String> lines = new ArrayList<>();
    for (VisitorHistory visitor : visitors(scene)) {
      readout.read(
          visitor,
          treated ->
              lines.add(
                  treated.population().tag()
                      + " "
                      + treated.experiment()
                      + "="
                      + treated.variant()
                      + " since "
                      + Instant.ofEpochMilli(treated.since()).toString().replaceAll(".*-|Z", "")
                      + (treated.several() ? " several " : " ")
                      + ReadoutLines.sums(metrics, CATALOG, treated.sums())
                      + treated
                          .before()
                          .map(sums -> " before " + ReadoutLines.sums(metrics, CATALOG, sums))
                          .orElse("")));
    }
    lines.sort(null);
    return lines;
  }

  /** Of one visitor's beacons. */
  private static List<VisitorHistory> visitors(String scene) {
    Map<SessionKey, List<BeaconRecord>> sessions = new LinkedHashMap<>();
    long id = 0;
    for (String line : scene.lines().toList()) {
      String[] words = line.split(" ");
      SessionKey session = new SessionKey("shop", words[0]);
      long time = instant(words[1]);
      sessions
          .computeIfAbsent(session, s -> new ArrayList<>())
          .add(new BeaconRecord(session, time, beacon(++id, time, words), 0));
    }
    SlotUpdater updater = new SlotUpdater(SessionRules.batch(5000), CATALOG);
    sessions.forEach((session, of) -> updater.update(session, SessionState.EMPTY, of));
    return VisitorHistory.all(updater.visitors());
  }

  private static Beacon beacon(long id, long time, String[] words) {
    BeaconType type =
        switch (words[2]) {
          case "page" -> BeaconType.PAGE_VIEW;
          case "error" -> BeaconType.ERROR;
          case "order" -> BeaconType.ORDER;
          case "add" -> BeaconType.EVENT;
          default -> throw new IllegalArgumentException(words[2]);
        };
    return new Beacon(
        id,
        time,
        type,
        "anna",
        mentions("+", words),
        mentions("*", words),
        type == BeaconType.ORDER
            ? new Order("o" + id, Long.parseLong(words[3]) * Micros.PER_UNIT, 1)
            : null,
        type == BeaconType.EVENT ? new Event("add", OptionalLong.empty(), List.of(ADDS)) : null,
        Performance.NONE);
  }

  private static List<Mention> mentions(String sign, String[] words) {
    return Stream.of(words)
        .filter(word -> word.startsWith(sign))
        .map(word -> word.substring(1).split("="))
        .map(parts -> new Mention(parts[0], parts[1]))
        .sorted()
        .toList();
  }

  private static long instant(String time) {
    return Instant.parse("2026-11-" + time + "Z").toEpochMilli();
  }
}
