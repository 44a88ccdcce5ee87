package org.variometer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.variometer.log.LogProgress;
import org.variometer.log.PartitionReport;
import org.variometer.metric.Counter;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;
import org.variometer.rolling.SightingLog;
import org.variometer.series.MetricSeries;
import org.variometer.series.SealedThrough;

/** What is given to be written, and what is not (spec §4, §5). */
class MeterUpdaterTest {
  private static final MetricKey KEY = MetricKey.all("shop");
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** The begin of an hour. */
  private static final long T = 490_000 * HOUR;

  private static final int HOLD_HOURS = 26;

  private MeterUpdater updater = updater(Long.MIN_VALUE);
  private MeterShard meter = MeterShard.EMPTY;
  private long nextOffset = 1;
  private SealedThrough sealed = SealedThrough.NOTHING;

  @Test
  void aMinuteAndItsHourAreGivenWithWhatIsDerivedFromThem() {
    update(T, visits(T + MINUTE, 4), counted(Counter.BOUNCES, T + MINUTE, 1));
    assertThat(given())
        .containsExactlyInAnyOrder(
            "visits 1m 1: 4.0",
            "visits 1h 0: 4.0",
            "bounces 1m 1: 1.0",
            "bounces 1h 0: 1.0",
            "bounce_rate 1m 1: 0.25",
            "bounce_rate 1h 0: 0.25");
  }

  @Test
  void whatWasNotTouchedIsNotGivenAgain() {
    update(T, visits(T, 1));
    update(T + 1, visits(T + MINUTE, 1));
    assertThat(given()).containsExactlyInAnyOrder("visits 1m 1: 1.0", "visits 1h 0: 2.0");
    update(T + 2);
    assertThat(given()).isEmpty();
  }

  @Test
  void aCellThatFellTo0IsGivenAs0AndCounted() {
    update(T, visits(T, 1), counted(Counter.BOUNCES, T, 1), visits(T + MINUTE, 1));
    update(T + 1, visits(T, -1), counted(Counter.BOUNCES, T, -1));
    assertThat(given())
        .containsExactlyInAnyOrder(
            "visits 1m 0: 0.0",
            "bounces 1m 0: 0.0",
            "bounce_rate 1m 0: 0.0",
            "visits 1h 0: 1.0",
            "bounces 1h 0: 0.0",
            "bounce_rate 1h 0: 0.0");
    assertThat(gauges().cellsToZero()).isEqualTo(5);
    update(T + 2, visits(T, 0));
    assertThat(gauges().cellsToZero()).isEqualTo(5);
  }

  @Test
  void aRatioWhoseDenominatorFellTo0IsGivenAs0() {
    update(T, visits(T, 2), counted(Counter.BOUNCES, T, 1));
    update(T + 1, visits(T, -2));
    assertThat(given()).contains("bounce_rate 1m 0: 0.0", "bounce_rate 1h 0: 0.0");
  }

  @Test
  void anHourIsHeldUntilTheLogIsHoldHoursFurther() {
    update(T, visits(T, 1));
    update(T + HOLD_HOURS * HOUR - 1, visits(T, 1));
    assertThat(given()).contains("visits 1h 0: 2.0");
    update(T + HOLD_HOURS * HOUR, visits(T + HOLD_HOURS * HOUR, 1));
    assertThat(gauges().lateContributions()).isZero();
    assertThat(gauges().buckets()).isEqualTo(1);
  }

  @Test
  void whatComesAfterItsHourWasDroppedIsCountedAndChangesNothing() {
    update(T, visits(T, 1));
    update(T + HOLD_HOURS * HOUR);
    update(T + HOLD_HOURS * HOUR + 1, visits(T, 1), visits(T + HOUR, 1));
    assertThat(given()).containsExactlyInAnyOrder("visits 1m 60: 1.0", "visits 1h 60: 1.0");
    assertThat(gauges().lateContributions()).isEqualTo(1);
    update(T + HOLD_HOURS * HOUR + 2, visits(T, 1));
    assertThat(gauges().lateContributions()).isEqualTo(2);
  }

  @Test
  void aSealedMinuteIsNotGivenButItsHourIsUntilItIsSealedToo() {
    update(T, visits(T, 1), visits(T + 30 * MINUTE, 1));
    sealed = new SealedThrough(T + 30 * MINUTE);
    update(T + 1, visits(T + 29 * MINUTE, 1), visits(T + 30 * MINUTE, 1));
    assertThat(given()).containsExactlyInAnyOrder("visits 1m 30: 2.0", "visits 1h 0: 4.0");
    assertThat(gauges().lateContributions()).isEqualTo(1);
    assertThat(gauges().buckets()).isEqualTo(1);
  }

  @Test
  void aSealedHourIsDroppedAndNeverComesAgain() {
    update(T, visits(T, 1), visits(T + HOUR, 1));
    sealed = new SealedThrough(T + HOUR);
    update(T + 1, visits(T + MINUTE, 1), visits(T + 2 * MINUTE, 1));
    assertThat(given()).isEmpty();
    assertThat(gauges().lateContributions()).isEqualTo(2);
    assertThat(gauges().buckets()).isEqualTo(1);
    // As when the micro-batch is one that is repeated, with what was known at its time.
    sealed = SealedThrough.NOTHING;
    update(T + 2, visits(T + MINUTE, 1), visits(T + HOUR, 1));
    assertThat(given()).containsExactlyInAnyOrder("visits 1m 60: 2.0", "visits 1h 60: 2.0");
    assertThat(gauges().lateContributions()).isEqualTo(3);
    assertThat(gauges().buckets()).isEqualTo(1);
  }

  @Test
  void aSealHoldsBackNoRollingCount() {
    sealed = new SealedThrough(T + HOUR);
    SightingLog.Builder seen = new SightingLog.Builder();
    seen.seen("v", (int) (T / MINUTE), List.of(KEY), List.of());
    update(T + MINUTE, seen.build());
    assertThat(meter.lastYield().rolling()).hasSize(2);
  }

  @Test
  void bucketsWhoseFirstBeaconCouldHaveComeBeforeAllWasKnownAreNeverGiven() {
    updater = updater(T);
    update(T, visits(T + 39 * MINUTE, 1), visits(T + 40 * MINUTE, 1), visits(T - HOUR, 1));
    assertThat(given()).containsExactly("visits 1m 40: 1.0");
    update(T + 1, visits(T + 39 * MINUTE, -1), visits(T + 40 * MINUTE, -1));
    assertThat(given()).containsExactly("visits 1m 40: 0.0");
    assertThat(gauges().cellsToZero()).isEqualTo(1);
  }

  @Test
  void anHourIsWholeFromTheSessionGapAnd5MinutesBeforeItsBeginOn() {
    updater = updater(T - 40 * MINUTE);
    update(T, visits(T, 1));
    assertThat(given()).containsExactlyInAnyOrder("visits 1m 0: 1.0", "visits 1h 0: 1.0");
    meter = MeterShard.EMPTY;
    updater = updater(T - 40 * MINUTE + 1);
    update(T, visits(T, 1), visits(T + MINUTE, 1));
    assertThat(given()).containsExactly("visits 1m 1: 1.0");
  }

  @Test
  void aRollingWindowIsGivenOnceAllOfItIsKnown() {
    updater = updater(T);
    SightingLog.Builder seen = new SightingLog.Builder();
    for (int minute = 0; minute < 120; minute++) {
      seen.seen("v", (int) (T / MINUTE) + minute, List.of(KEY), List.of());
    }
    update(T + 2 * HOUR, seen.build());
    assertThat(meter.lastYield().rolling())
        .hasSize(61)
        .allSatisfy(
            count ->
                assertThat(count.epochMinute() * MINUTE - count.metric().minutes() * MINUTE)
                    .isBetween(T, T + HOUR));
  }

  @Test
  void bucketsAreWholeWhereTheTotalsAreAndRollingWindowsWhereEverybodyIsSeen() {
    SightingLog.Builder seen = new SightingLog.Builder();
    for (int minute = 0; minute < 120; minute++) {
      seen.seen("v", (int) (T / MINUTE) + minute, List.of(KEY), List.of());
    }
    updater = updater(Long.MIN_VALUE, T);
    update(T + 2 * HOUR, seen.build(), visits(T - HOUR, 1));
    assertThat(given()).containsExactlyInAnyOrder("visits 1m -60: 1.0", "visits 1h -60: 1.0");
    assertThat(meter.lastYield().rolling()).hasSize(61);
  }

  @Test
  void rollingCountsAreGivenUpToTheLastFullMinuteThatTheLogHasPassed() {
    SightingLog.Builder seen = new SightingLog.Builder();
    seen.seen("v", (int) (T / MINUTE), List.of(KEY), List.of());
    update(T + MINUTE - 1, seen.build());
    assertThat(meter.lastYield().rolling()).isEmpty();
    update(T + MINUTE);
    assertThat(meter.lastYield().rolling())
        .hasSize(2)
        .allSatisfy(count -> assertThat(count.epochMinute()).isEqualTo(T / MINUTE + 1));
  }

  @Test
  void sightingsWaitUntilTheLogHasBegun() {
    SightingLog.Builder seen = new SightingLog.Builder();
    seen.seen("v", (int) (T / MINUTE), List.of(KEY), List.of());
    update(LogProgress.NOT_BEGUN, seen.build());
    assertThat(meter.lastYield().rolling()).isEmpty();
    update(T + MINUTE);
    assertThat(meter.lastYield().rolling())
        .hasSize(2)
        .allSatisfy(
            count -> {
              assertThat(count.epochMinute()).isEqualTo(T / MINUTE + 1);
              assertThat(count.visitors()).isEqualTo(1);
            });
  }

  @Test
  void whereNothingWasEverReadNothingIsGiven() {
    meter = updater.update(meter, List.of());
    assertThat(given()).isEmpty();
    assertThat(meter.lastYield().rolling()).isEmpty();
    assertThat(meter.lastYield().sum()).isEqualTo(RunCounts.NONE);
  }

  private void update(long lastArrival, Totals... totals) {
    update(lastArrival, SightingLog.EMPTY, totals);
  }

  private void update(long lastArrival, SightingLog sightings, Totals... totals) {
    Totals all = new Totals();
    List.of(totals).forEach(all::addAll);
    PartitionReport report =
        new PartitionReport(0, lastArrival, LogProgress.NOT_BEGUN, nextOffset++);
    MeterInput input = new MeterInput(all, sightings, RunCounts.NONE, Set.of(report), 0, sealed);
    meter = updater.update(meter, List.of(input));
  }

  private MeterYield.Gauges gauges() {
    return meter.lastYield().gauges();
  }

  /** The points: metric, granularity, minute from {@link #T} on, and value. */
  private List<String> given() {
    return meter.lastYield().points().stream()
        .map(
            point -> {
              MetricSeries series = (MetricSeries) point.cell().series();
              return series.metric()
                  + " "
                  + series.resolution().tag()
                  + " "
                  + (point.cell().timestamp() - T) / MINUTE
                  + ": "
                  + point.value();
            })
        .toList();
  }

  private static Totals visits(long instant, long number) {
    return counted(Counter.VISITS, instant, number);
  }

  private static Totals counted(Counter counter, long instant, long number) {
    Totals totals = new Totals();
    totals.add(KEY, (int) (instant / MINUTE), MeasureIds.of(counter), number);
    return totals;
  }

  private static MeterUpdater updater(long wholeFrom) {
    return updater(wholeFrom, wholeFrom);
  }

  private static MeterUpdater updater(long wholeFrom, long seenFrom) {
    return new MeterUpdater(
        new MeterRules(new MetricCatalog(List.of()), HOLD_HOURS, 1000, wholeFrom, seenFrom));
  }
}
