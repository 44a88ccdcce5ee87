package org.variometer.monitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** By how much sums of the stream's have grown. */
class SumsTest {
  private static final double NONE = Double.NaN;

  @Test
  void aSumHasGrownByWhatCameBehindItsFirstPoint() {
    Sums sums = new Sums(points(1000, 1500, 2000), points(7, 7, 7));
    assertThat(sums.grown(points(1000, 1500, 2000))).isEqualTo(1000);
    assertThat(sums.grown(points(10, 10, 30))).isEqualTo(20);
  }

  @Test
  void whatOccursForTheFirstTimeCountsWhole() {
    Sums sums = new Sums(points(1000, 1500, 2000), points(7, 7, 7));
    assertThat(sums.grown(points(NONE, 40, 60))).isEqualTo(60);
    assertThat(sums.grown(points(NONE, NONE, 60))).isEqualTo(60);
    assertThat(sums.grown(points(40, 40, 40))).isZero();
  }

  @Test
  void whereSumsBeginAnewTheStepIsNoGrowth() {
    Sums sums = new Sums(points(1000, 1100, 300, 350), points(7, 7, 8, 8));
    assertThat(sums.grown(points(1000, 1100, 300, 350))).isEqualTo(150);
    // Even where the new one is greater than the old one was.
    assertThat(sums.grown(points(1, 2, 50, 60))).isEqualTo(11);
    assertThat(sums.grown(points(1, 2, NONE, 60))).isEqualTo(61);
  }

  /** A beacon that arrived earlier was read later, as of another partition. */
  @Test
  void sumsThatBeginEarlierThanWasKnownAreTheSame() {
    Sums sums = new Sums(points(1000, 1100, 1300), points(8, 7, 7));
    assertThat(sums.grown(points(1000, 1100, 1300))).isEqualTo(300);
  }

  @Test
  void untilABeaconWasReadNothingSaysSinceWhen() {
    Sums sums = new Sums(points(10, 20, 30, 40), points(NONE, 7, NONE, 7));
    assertThat(sums.grown(points(10, 20, 30, 40))).isEqualTo(30);
  }

  @Test
  void aPointThatIsMissingIsNoFallAndNoGrowth() {
    Sums sums = new Sums(points(1000, 1100, 1300), points(7, 7, 7));
    assertThat(sums.grown(points(10, NONE, 15))).isEqualTo(5);
  }

  @Test
  void withoutAnyNothingHasGrown() {
    Sums sums = new Sums(points(), points());
    assertThat(sums.grown(points())).isZero();
    assertThat(sums.grown(points(5))).isZero();
  }

  /** A minute apart; none where there is none. */
  private static NavigableMap<Long, Double> points(double... values) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        points.put(i * 60_000L, values[i]);
      }
    }
    return points;
  }
}
