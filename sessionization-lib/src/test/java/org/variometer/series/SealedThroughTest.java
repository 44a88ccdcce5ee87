package org.variometer.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;

/** A bucket is sealed when its end is not after the seal (spec §5). */
class SealedThroughTest {
  private static final long TEN = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final SealedThrough SEALED =
      SealedThrough.of(Optional.of(Instant.ofEpochMilli(TEN)));

  @Test
  void aBucketIsSealedFromItsEndOn() {
    assertThat(SEALED.covers(TEN - MINUTE, Granularity.MINUTE)).isTrue();
    assertThat(SEALED.covers(TEN - MINUTE + 1, Granularity.MINUTE)).isFalse();
    assertThat(SEALED.covers(TEN - HOUR, Granularity.HOUR)).isTrue();
    assertThat(new SealedThrough(TEN - 1).covers(TEN - HOUR, Granularity.HOUR)).isFalse();
    assertThat(SEALED.covers(TEN - 10 * HOUR, Granularity.DAY)).isFalse();
    assertThat(SEALED.covers(TEN - 24 * HOUR, Granularity.DAY)).isTrue();
  }

  @Test
  void aCellIsSealedLikeItsBucket() {
    assertThat(SEALED.covers(cell(Resolution.MINUTE, TEN - MINUTE))).isTrue();
    assertThat(SEALED.covers(cell(Resolution.MINUTE, TEN))).isFalse();
    assertThat(SEALED.covers(cell(Resolution.HOUR, TEN - MINUTE))).isFalse();
    assertThat(SEALED.covers(cell(Resolution.HOUR, TEN - HOUR))).isTrue();
    assertThat(SEALED.covers(cell(Resolution.DAY, TEN - HOUR))).isFalse();
  }

  @Test
  void whatHasNoBucketIsNeverSealed() {
    assertThat(SEALED.covers(cell(Resolution.ROLLING, TEN - HOUR))).isFalse();
    assertThat(SEALED.covers(new Cell(new PipelineSeries("joins", "r", "stream"), TEN - HOUR)))
        .isFalse();
  }

  @Test
  void anHourIsSealedOnlyWhole() {
    assertThat(SEALED.firstHour() * HOUR).isEqualTo(TEN);
    assertThat(new SealedThrough(TEN - 1).firstHour() * HOUR).isEqualTo(TEN - HOUR);
  }

  @Test
  void withoutASealNothingIsSealed() {
    assertThat(SealedThrough.of(Optional.empty())).isEqualTo(SealedThrough.NOTHING);
    assertThat(SealedThrough.NOTHING.covers(cell(Resolution.MINUTE, 0))).isFalse();
    assertThat(SealedThrough.NOTHING.firstHour()).isEqualTo(Integer.MIN_VALUE);
    assertThat(SealedThrough.NOTHING.max(SEALED)).isEqualTo(SEALED);
    assertThat(SEALED.max(SealedThrough.NOTHING)).isEqualTo(SEALED);
  }

  private static Cell cell(Resolution resolution, long timestamp) {
    return new Cell(new MetricSeries("visits", MetricKey.all("shop"), resolution), timestamp);
  }

  @ParameterizedTest
  @EnumSource
  void bucketsThatAreNotSealedBeginBehindThoseThatAre(Granularity granularity) {
    SealedThrough sealed = new SealedThrough(1_763_661_600_000L);
    long first = sealed.firstStart(Resolution.of(granularity));
    assertThat(sealed.covers(first - 1, granularity)).isTrue();
    assertThat(sealed.covers(first, granularity)).isFalse();
    assertThat(SealedThrough.NOTHING.firstStart(Resolution.of(granularity)))
        .isEqualTo(Long.MIN_VALUE);
  }
}
