package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.variometer.log.LogProgress;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.rolling.RollingCount;
import org.variometer.rolling.RollingMetric;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterYield;
import org.variometer.shard.MeterYield.Gauges;
import org.variometer.shard.RunCounts;

/** What was sealed after a micro-batch was laid out is left out of what it writes (spec §5). */
class BatchPointsTest {
  private static final MetricKey KEY = MetricKey.all("shop");
  private static final MetricKey OTHER = MetricKey.all("app");
  private static final long MINUTE = 60_000;

  /** The begin of an hour. */
  private static final long T = 490_000 * 60 * MINUTE;

  private static final SealedThrough HALF_THE_HOUR = new SealedThrough(T + 30 * MINUTE);

  @Test
  void sealedCellsAreLeftOutAndOthersAreNot() {
    assertThat(
            batch(HALF_THE_HOUR, 0, minute(KEY, "visits", 29), minute(KEY, "visits", 30), hour(KEY))
                .points())
        .filteredOn(point -> !(point.cell().series() instanceof PipelineSeries))
        .containsExactly(minute(KEY, "visits", 30), hour(KEY), rolling());
  }

  @Test
  void contributionsToSealedMinutesAreCountedOnceForEachKeyAndMinute() {
    BatchPoints batch =
        batch(
            new SealedThrough(T + 60 * MINUTE),
            10,
            minute(KEY, "visits", 1),
            minute(KEY, "orders", 1),
            minute(KEY, "visits", 2),
            minute(OTHER, "visits", 1),
            hour(KEY),
            hour(OTHER));
    assertThat(batch.late()).isEqualTo(13);
    assertThat(batch.gauges().lateContributions()).as("with the meters' own").isEqualTo(13 + 5);
    assertThat(batch.points())
        .contains(
            new Point(new Cell(new PipelineSeries("late_contributions", "here", "stream"), 7), 18));
  }

  @Test
  void withoutASealNothingIsLeftOut() {
    BatchPoints batch = batch(SealedThrough.NOTHING, 0, minute(KEY, "visits", 0), hour(KEY));
    assertThat(batch.late()).isZero();
    assertThat(batch.points()).contains(minute(KEY, "visits", 0), hour(KEY));
  }

  private static BatchPoints batch(SealedThrough sealed, long lateBefore, Point... points) {
    RollingCount count =
        new RollingCount(RollingMetric.ofName("unique_visitors.rolling_1h"), KEY, 7, 3);
    MeterYield yield =
        new MeterYield(
            List.of(points),
            List.of(count),
            RunCounts.NONE,
            RunCounts.NONE,
            Gauges.NONE.plusLate(5),
            LogProgress.NONE);
    return new BatchPoints(List.of(yield), "here", 7, sealed, lateBefore);
  }

  private static Point minute(MetricKey key, String metric, int minute) {
    return new Point(Cell.of(metric, key, Granularity.MINUTE, T + minute * MINUTE), 1);
  }

  private static Point hour(MetricKey key) {
    return new Point(Cell.of("visits", key, Granularity.HOUR, T), 1);
  }

  private static Point rolling() {
    return new Point(
        new Cell(
            new MetricSeries("unique_visitors.rolling_1h", KEY, Resolution.ROLLING), 7 * MINUTE),
        3);
  }
}
