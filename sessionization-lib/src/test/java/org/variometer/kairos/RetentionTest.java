package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.series.Point;

/** What is kept of written points, and for how long. */
class RetentionTest {
  private static final int RETAIN = 300;
  private static final int SPACING = 2;

  /** Nanoseconds here are of any length; this time runs over the end of the range. */
  private static final long START = Math.subtractExact(Long.MAX_VALUE, 100);

  private final Retention retention = new Retention(RETAIN, SPACING, 1000, START);

  @Test
  void theNewestValueOfACellIsKept() {
    retention.sent(Given.points("shop", 3), START);
    Point newer = new Point(Given.cell("shop", 1), 99);
    retention.sent(List.of(newer), START + 10);
    assertThat(retention.all())
        .containsExactly(
            new Point(Given.cell("shop", 0), 1), new Point(Given.cell("shop", 2), 3), newer);
  }

  @Test
  void pointsGoWhenTheyAreOldAndConfirmed() {
    retention.sent(Given.points("a", 3), START);
    retention.confirm(START);
    retention.sent(Given.points("b", 1), START + RETAIN);
    assertThat(retention.size()).isEqualTo(4);
    retention.sent(Given.points("c", 1), START + RETAIN + 1);
    assertThat(retention.size()).isEqualTo(2);
  }

  @Test
  void pointsStayForAsLongAsTheyAreNotConfirmed() {
    retention.sent(Given.points("a", 3), START + 1);
    retention.sent(Given.points("b", 1), START + 100 * RETAIN);
    assertThat(retention.size()).isEqualTo(4);
    retention.confirm(START + 1);
    retention.sent(Given.points("c", 1), START + 100 * RETAIN + 1);
    assertThat(retention.size()).isEqualTo(2);
  }

  @Test
  void noMoreAreKeptThanAllowedButThoseThatTheSpacingNeeds() {
    retention.sent(Given.points("a", 3000), START);
    assertThat(retention.size()).isEqualTo(3000);
    retention.sent(Given.points("b", 10), START + SPACING + 1);
    assertThat(retention.size()).isEqualTo(1000);
  }

  @Test
  void whatGoesTooEarlyIsMissedUntilItIsConfirmedAndOld() {
    retention.sent(Given.points("a", 1000), START + 1);
    retention.sent(Given.points("b", 1), START + SPACING + 2);
    assertThat(retention.isComplete(START + RETAIN + 2)).isFalse();
    retention.confirm(START);
    assertThat(retention.isComplete(START + RETAIN + 2)).isFalse();
    retention.confirm(START + 1);
    assertThat(retention.isComplete(START + RETAIN + 1)).isFalse();
    assertThat(retention.isComplete(START + RETAIN + 2)).isTrue();
  }

  @Test
  void whatGoesInItsTimeIsNotMissed() {
    retention.sent(Given.points("a", 1000), START + 1);
    retention.confirm(START + 1);
    retention.sent(Given.points("b", 1), START + RETAIN + 2);
    assertThat(retention.size()).isEqualTo(1);
    assertThat(retention.isComplete(START + RETAIN + 2)).isTrue();
  }

  @Test
  void behindWhatOthersMayHaveWrittenEveryCellWaits() {
    retention.sent(Given.points("a", 1), START);
    retention.othersWrote(START + 1);
    assertThat(retention.waitNanos(Given.cell("a", 0), START + 1)).isEqualTo(2);
    assertThat(retention.waitNanos(Given.cell("b", 0), START + 2)).isEqualTo(1);
    assertThat(retention.waitNanos(Given.cell("b", 0), START + 3)).isZero();
  }

  @Test
  void aCellWaitsUntilTheSpacingIsOver() {
    retention.sent(Given.points("a", 1), START);
    assertThat(retention.waitNanos(Given.cell("a", 0), START)).isEqualTo(2);
    assertThat(retention.waitNanos(Given.cell("a", 0), START + 1)).isEqualTo(1);
    assertThat(retention.waitNanos(Given.cell("a", 0), START + 2)).isZero();
    assertThat(retention.waitNanos(Given.cell("b", 0), START)).isZero();
  }

  @Test
  void whatIsGivenUpIsKeptNoLonger() {
    retention.sent(Given.points("a", 5), START);
    retention.forget(cell -> cell.timestamp() <= Given.T);
    assertThat(retention.all()).hasSize(4).noneMatch(p -> p.cell().equals(Given.cell("a", 0)));
  }
}
