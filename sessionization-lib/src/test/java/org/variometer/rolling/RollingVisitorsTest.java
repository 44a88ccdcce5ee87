package org.variometer.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.variometer.rolling.RollingMetric.MULTIPLE_EXPOSURE_VISITORS_12H;
import static org.variometer.rolling.RollingMetric.UNIQUE_VISITORS_1H;
import static org.variometer.rolling.RollingMetric.UNIQUE_VISITORS_24H;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** At which minutes a visitor counts (spec §4). */
class RollingVisitorsTest {
  /** The minute in which things are seen. */
  private static final int J = 29_394_720;

  private static final int YEAR = 366 * 24 * 60;

  private long room = 1000;
  private RollingVisitors visitors = RollingVisitors.EMPTY;
  private final List<RollingCount> counts = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void aVisitorSeenInAMinuteCountsFromTheNextOnForTheWindowsLength(RollingMetric metric) {
    pass(J + 2000, Seen.in("v", J, "a", "b"));
    SortedMap<Integer, Long> given = given(metric);
    assertThat(given.firstKey()).isEqualTo(J + 1);
    assertThat(given.headMap(J + 1 + metric.minutes()))
        .hasSize(metric.minutes())
        .allSatisfy((minute, count) -> assertThat(count).isEqualTo(1));
    assertThat(given.tailMap(J + 1 + metric.minutes()))
        .containsExactly(entry(J + 1 + metric.minutes(), 0L));
  }

  @Test
  void aVisitorSeenAgainIsOneVisitorAndStaysLonger() {
    pass(J + 200, Seen.plainly("v", J), Seen.plainly("v", J + 30), Seen.plainly("v", J + 30));
    assertThat(given(UNIQUE_VISITORS_1H))
        .containsEntry(J + 31, 1L)
        .containsEntry(J + 90, 1L)
        .containsEntry(J + 91, 0L)
        .doesNotContainKey(J + 92);
  }

  @Test
  void nothingIsGivenForAMinuteThatHasNotPassed() {
    pass(J, Seen.plainly("v", J));
    assertThat(counts).isEmpty();
    pass(J + 1);
    assertThat(given(UNIQUE_VISITORS_1H)).containsExactly(entry(J + 1, 1L));
  }

  @Test
  void aMinuteIsGivenOnceAndNeverAgain() {
    pass(J + 3, Seen.plainly("v", J));
    counts.clear();
    pass(J + 3);
    pass(J + 1);
    pass(J - 5000);
    assertThat(counts).isEmpty();
    pass(J + 4);
    assertThat(given(UNIQUE_VISITORS_24H)).containsExactly(entry(J + 4, 1L));
  }

  @Test
  void aStragglerCountsFromTheNextMinuteOnAndLeavesWithItsMinute() {
    pass(J + 10, Seen.plainly("early", J + 8));
    counts.clear();
    pass(J + 10, Seen.plainly("late", J));
    assertThat(counts).isEmpty();
    pass(J + 100);
    assertThat(given(UNIQUE_VISITORS_1H))
        .containsEntry(J + 11, 2L)
        .containsEntry(J + 60, 2L)
        .containsEntry(J + 61, 1L);
  }

  @Test
  void aStragglerChangesNothingForAVisitorSeenSince() {
    pass(J + 10, Seen.plainly("v", J + 8));
    pass(J + 100, Seen.plainly("v", J));
    assertThat(given(UNIQUE_VISITORS_1H))
        .containsEntry(J + 11, 1L)
        .containsEntry(J + 68, 1L)
        .containsEntry(J + 69, 0L);
  }

  @Test
  void aStragglerFromBeforeTheWindowCountsNowhere() {
    pass(J + 1440, Seen.plainly("v", J + 1439));
    pass(J + 1441, Seen.plainly("within", J), Seen.plainly("before", J - 1));
    assertThat(given(UNIQUE_VISITORS_24H)).containsEntry(J + 1441, 1L);
    assertThat(visitors.size()).isEqualTo(2);
  }

  @Test
  void aVisitorInOneVariantTwiceIsNotMultiplyExposed() {
    pass(J + 10, Seen.in("v", J, "a"), Seen.in("v", J + 1, "a"));
    assertThat(given(MULTIPLE_EXPOSURE_VISITORS_12H)).isEmpty();
  }

  @Test
  void aVisitorIsMultiplyExposedWhileTheSecondLatestVariantIsInTheWindow() {
    pass(J + 2000, Seen.in("v", J, "a"), Seen.in("v", J + 100, "b"), Seen.in("v", J + 200, "b"));
    assertThat(given(MULTIPLE_EXPOSURE_VISITORS_12H).firstKey()).isEqualTo(J + 101);
    assertThat(given(MULTIPLE_EXPOSURE_VISITORS_12H))
        .containsEntry(J + 720, 1L)
        .containsEntry(J + 721, 0L)
        .doesNotContainKey(J + 722);
  }

  @Test
  void ofThreeVariantsTheOldestDoesNotMatter() {
    pass(J + 2000, Seen.in("v", J, "a"), Seen.in("v", J + 100, "b"), Seen.in("v", J + 200, "c"));
    assertThat(given(MULTIPLE_EXPOSURE_VISITORS_12H))
        .containsEntry(J + 820, 1L)
        .containsEntry(J + 821, 0L);
  }

  @Test
  void variantsOfDifferentExperimentsMakeNoMultipleExposure() {
    Seen seen =
        new Seen(
            "v", J, List.of(Seen.all()), List.of(Seen.variant("e", "a"), Seen.variant("f", "b")));
    pass(J + 10, seen);
    assertThat(given(MULTIPLE_EXPOSURE_VISITORS_12H)).isEmpty();
  }

  @Test
  void daysWithoutAnybodyAreSteppedOver() {
    pass(J + 1, Seen.plainly("v", J));
    counts.clear();
    int days = J + 30 * 24 * 60;
    pass(days + 1, Seen.plainly("w", days));
    assertThat(given(UNIQUE_VISITORS_24H))
        .containsEntry(J + 1440, 1L)
        .containsEntry(J + 1441, 0L)
        .containsEntry(days + 1, 1L)
        .hasSize(1441);
  }

  @Test
  void aJumpOf80YearsTakesNoTime() {
    pass(J + 1, Seen.in("v", J, "a", "b"));
    assertTimeoutPreemptively(Duration.ofSeconds(1), () -> pass(J + 80 * YEAR));
    assertThat(given(UNIQUE_VISITORS_24H)).hasSize(1441);
    counts.clear();
    pass(J + 80 * YEAR + 1, Seen.plainly("w", J + 80 * YEAR));
    assertThat(given(UNIQUE_VISITORS_24H)).containsExactly(entry(J + 80 * YEAR + 1, 1L));
  }

  @Test
  void aSightingFarAheadWaitsAcrossAJump() {
    pass(J, Seen.plainly("v", J + 80 * YEAR));
    assertTimeoutPreemptively(Duration.ofSeconds(1), () -> pass(J + 80 * YEAR + 1));
    assertThat(given(UNIQUE_VISITORS_1H)).containsExactly(entry(J + 80 * YEAR + 1, 1L));
  }

  @Test
  void whereNothingIsSeenAndNothingPassesTheStateStays() {
    pass(J + 1, Seen.plainly("v", J));
    assertThat(visitors.advance(List.of(), J + 1, room, counts::add)).isSameAs(visitors);
    assertThat(visitors.advance(List.of(SightingLog.EMPTY), J, room, counts::add))
        .isSameAs(visitors);
  }

  @Test
  void visitorsThatLeftAreForgottenInTime() {
    for (int minute = J; minute < J + 20_000; minute += 100) {
      pass(minute + 1, Seen.plainly("v" + minute, minute));
    }
    // 15 are in the window of a day; what has left goes when the table is tidied up.
    assertThat(visitors.size()).isBetween(15, 150);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aFewVisitorsAreCountedRightHoweverManyOfThemAreSketched(int exact) {
    room = exact;
    pass(J + 1, Seen.plainly("u", J), Seen.plainly("v", J), Seen.plainly("u", J));
    pass(J + 31, Seen.plainly("w", J + 30), Seen.plainly("u", J + 30));
    visitors = throughBytes(visitors);
    pass(J + 2000);
    assertThat(given(UNIQUE_VISITORS_1H))
        .containsEntry(J + 1, 2L)
        .containsEntry(J + 31, 3L)
        .containsEntry(J + 60, 3L)
        .containsEntry(J + 61, 2L)
        .containsEntry(J + 90, 2L)
        .containsEntry(J + 91, 0L)
        .doesNotContainKey(J + 92);
    assertThat(given(UNIQUE_VISITORS_24H))
        .containsEntry(J + 1440, 3L)
        .containsEntry(J + 1441, 2L)
        .containsEntry(J + 1470, 2L)
        .containsEntry(J + 1471, 0L)
        .doesNotContainKey(J + 1472);
  }

  private static RollingVisitors throughBytes(RollingVisitors visitors) {
    ByteWriter out = new ByteWriter(64);
    visitors.writeTo(out);
    return RollingVisitors.readFrom(new ByteReader(out.toByteArray()));
  }

  private void pass(int minute, Seen... sightings) {
    visitors = visitors.advance(List.of(Seen.log(List.of(sightings))), minute, room, counts::add);
  }

  /** The counts of a metric by minute, each given once, of the keys with one number alone. */
  private SortedMap<Integer, Long> given(RollingMetric metric) {
    SortedMap<Integer, Long> byMinute = new TreeMap<>();
    Stream<RollingCount> ofMetric = counts.stream().filter(count -> count.metric() == metric);
    ofMetric.forEach(
        count ->
            assertThat(byMinute.put(count.epochMinute(), count.visitors()))
                .as("given before: %s", count)
                .isNull());
    return byMinute;
  }
}
