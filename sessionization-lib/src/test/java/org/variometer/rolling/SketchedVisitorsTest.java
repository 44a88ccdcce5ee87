package org.variometer.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.variometer.rolling.RollingMetric.UNIQUE_VISITORS_24H;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** Beyond a configured number, visitors are estimated (spec §4). */
class SketchedVisitorsTest {
  private static final int J = 29_394_720;
  private static final int DAY = 24 * 60;

  @Test
  void asManyAsThereIsRoomForAreCountedExactly() {
    assertThat(countAfter(1000, 1000)).isEqualTo(1000);
    assertThat(run(1000, 1000).sketchedVisitors()).isZero();
    assertThat(run(1000, 1000).exactVisitors()).isEqualTo(1000);
  }

  @Test
  void oneMoreIsSketchedAndTheOthersStayExact() {
    RollingVisitors visitors = run(1001, 1000);
    assertThat(visitors.exactVisitors()).isEqualTo(1000);
    assertThat(visitors.sketchedVisitors()).isEqualTo(1);
    assertThat(countAfter(1001, 1000)).isEqualTo(1001);
  }

  @Test
  void manyMoreAreEstimatedWithinFiveStandardErrorsOfTheirPart() {
    int all = 50_000;
    double tolerance = 5 * RollingVisitors.SKETCH_ERROR * (all - 1000);
    assertThat((double) countAfter(all, 1000)).isCloseTo(all, within(tolerance));
  }

  @Test
  void whoIsSeenAgainIsCountedOnce() {
    List<Seen> twice = new ArrayList<>(visitors(3000, J));
    twice.addAll(visitors(3000, J + 5));
    List<RollingCount> counts = new ArrayList<>();
    RollingVisitors once =
        RollingVisitors.EMPTY.advance(logs(visitors(3000, J)), J + 1, 1000, counts::add);
    RollingVisitors again = RollingVisitors.EMPTY.advance(logs(twice), J + 6, 1000, counts::add);
    assertThat(again.exactVisitors()).isEqualTo(once.exactVisitors());
    assertThat((double) again.sketchedVisitors())
        .isCloseTo(
            (double) once.sketchedVisitors(), within(5 * RollingVisitors.SKETCH_ERROR * 2000));
  }

  @Test
  void whoLeavesTheWindowIsForgottenAndTheCountFallsTo0() {
    List<RollingCount> counts = new ArrayList<>();
    RollingVisitors end =
        RollingVisitors.EMPTY.advance(logs(visitors(3000, J)), J + 2 * DAY, 1000, counts::add);
    assertThat(end.sketchedVisitors()).isZero();
    assertThat(end.exactVisitors()).isZero();
    List<RollingCount> ofDay =
        counts.stream().filter(count -> count.metric() == UNIQUE_VISITORS_24H).toList();
    assertThat(ofDay).hasSize(DAY + 1);
    assertThat(ofDay.get(DAY - 1).visitors()).isGreaterThan(2500);
    assertThat(ofDay.get(DAY).visitors()).isZero();
  }

  @Test
  void theEstimateSurvivesItsBytes() {
    RollingVisitors visitors = run(5000, 1000);
    ByteWriter out = new ByteWriter(16);
    visitors.writeTo(out);
    RollingVisitors read = RollingVisitors.readFrom(new ByteReader(out.toByteArray()));
    assertThat(read.sketchedVisitors()).isEqualTo(visitors.sketchedVisitors()).isPositive();
    assertThat(read.exactVisitors()).isEqualTo(visitors.exactVisitors());
  }

  @Test
  void aStepLeavesTheStateBeforeItAlone() {
    RollingVisitors before = run(5000, 1000);
    long sketched = before.sketchedVisitors();
    RollingVisitors after =
        before.advance(logs(more(J + 1)), J + 2, 1000, count -> assertThat(count).isNotNull());
    assertThat(before.sketchedVisitors()).isEqualTo(sketched);
    assertThat(after.sketchedVisitors()).isGreaterThan(sketched);
  }

  private static RollingVisitors run(int visitors, long room) {
    List<RollingCount> counts = new ArrayList<>();
    return RollingVisitors.EMPTY.advance(logs(visitors(visitors, J)), J + 1, room, counts::add);
  }

  private static long countAfter(int visitors, long room) {
    List<RollingCount> counts = new ArrayList<>();
    RollingVisitors end =
        RollingVisitors.EMPTY.advance(logs(visitors(visitors, J)), J + 1, room, counts::add);
    assertThat(end).isNotNull();
    return counts.stream()
        .filter(count -> count.metric() == UNIQUE_VISITORS_24H && count.epochMinute() == J + 1)
        .mapToLong(RollingCount::visitors)
        .sum();
  }

  private static List<Seen> visitors(int number, int minute) {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      seen.add(Seen.plainly("visitor-" + i, minute));
    }
    return seen;
  }

  private static List<Seen> more(int minute) {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      seen.add(Seen.plainly("other-" + i, minute));
    }
    return seen;
  }

  private static List<SightingLog> logs(List<Seen> seen) {
    return List.of(Seen.log(seen));
  }
}
