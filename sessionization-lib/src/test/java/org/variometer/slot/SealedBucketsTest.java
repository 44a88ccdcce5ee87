package org.variometer.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.beacon.CustomMetric;
import org.variometer.metric.Bucket;
import org.variometer.metric.Counter;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;

/** A slot writes what it seals, and what it changed in buckets sealed before (spec §5). */
class SealedBucketsTest {
  private static final MetricKey KEY = MetricKey.all("shop");
  private static final MetricKey OTHER =
      new MetricKey("shop", "colour", "red", Population.ASSIGNED);
  private static final long DAY = 20_000L * 86_400_000;
  private static final long HOUR = DAY + 10 * 3_600_000;
  private static final long MINUTE = 60_000;

  private final List<CustomMetric> custom =
      List.of(new CustomMetric("adds", "add", CustomMetric.Measure.COUNT));

  @ParameterizedTest(
      name = "ends {0} ms after what was sealed, {1} before what is; touched {2}: {3}")
  @CsvSource({
    // Newly sealed: written whole.
    "1, 0, false, true",
    "1, 0, true, true",
    "60000, 60000, false, true",
    // Sealed before: only what changed. An end at the very instant is sealed.
    "0, 60000, false, false",
    "0, 60000, true, true",
    "-1, 60000, false, false",
    "-1, 60000, true, true",
    // Nothing new is sealed.
    "0, 0, false, false",
    "0, 0, true, true",
    // Not sealed: the stream's, changed or not.
    "60000, -1, true, false",
    "60000, -1, false, false",
    "1, -1, true, false",
  })
  void aMinuteIsWrittenAccordingToItsEnd(
      long afterBefore, long beforeNow, boolean touched, boolean isWritten) {
    Bucket bucket = minute(KEY, 7);
    SealedBuckets sealed = sealed(bucket.end() - afterBefore, bucket.end() + beforeNow);
    sealed.add(bucket, pageViews(2), pageViews(3), touched);
    assertThat(points(sealed))
        .isEqualTo(isWritten ? Map.of("page_views 1m " + (HOUR + 7 * MINUTE), 3.0) : Map.of());
  }

  @ParameterizedTest(name = "{0} sealed before, now {1} minutes of the hour; touched {2}")
  @CsvSource({
    // minutes sealed before and now, whether the changed minute is rewritten, and the hour
    "0, 59, true, false",
    "0, 60, true, true",
    "59, 60, true, true",
    "60, 60, true, true",
    "60, 90, true, true",
    "8, 59, true, false",
    "5, 7, false, false",
  })
  void anHourIsTheSumOfItsMinutesOnceItIsSealed(
      int before, int now, boolean minuteWritten, boolean hourWritten) {
    SealedBuckets sealed = sealed(HOUR + before * MINUTE, HOUR + now * MINUTE);
    sealed.add(minute(KEY, 7), pageViews(2), pageViews(3), true);
    sealed.add(minute(KEY, 59), pageViews(10), pageViews(10), false);
    sealed.add(minute(OTHER, 7), pageViews(100), pageViews(100), false);
    Map<String, Double> points = points(sealed);
    assertThat(points.containsKey("page_views 1m " + (HOUR + 7 * MINUTE))).isEqualTo(minuteWritten);
    assertThat(points.get("page_views 1h " + HOUR)).isEqualTo(hourWritten ? 13.0 : null);
  }

  @Test
  void anHourThatNothingTouchedIsNotWrittenAgain() {
    SealedBuckets sealed = sealed(HOUR + 60 * MINUTE, HOUR + 90 * MINUTE);
    sealed.add(minute(KEY, 7), pageViews(2), pageViews(2), false);
    sealed.add(minute(KEY, 8), pageViews(2), pageViews(2), false);
    assertThat(points(sealed)).isEmpty();
  }

  @Test
  void hoursAndDaysHaveVisitorsOfTheirOwn() {
    SealedBuckets sealed = sealed(0, DAY + 86_400_000);
    sealed.add(Bucket.startingAt(KEY, Granularity.HOUR, HOUR), new Counts(), visitors(3), true);
    sealed.add(Bucket.startingAt(KEY, Granularity.DAY, DAY), new Counts(), visitors(5), true);
    sealed.add(minute(KEY, 0), new Counts(), pageViews(9), true);
    assertThat(points(sealed))
        .isEqualTo(
            Map.of(
                "unique_visitors 1h " + HOUR,
                3.0,
                "unique_visitors 1d " + DAY,
                5.0,
                "page_views 1m " + HOUR,
                9.0,
                "page_views 1h " + HOUR,
                9.0));
  }

  @Test
  void aDayIsSealedByItsLastInstant() {
    Bucket day = Bucket.startingAt(KEY, Granularity.DAY, DAY);
    SealedBuckets tooEarly = sealed(0, day.end() - 1);
    tooEarly.add(day, new Counts(), visitors(5), true);
    assertThat(points(tooEarly)).isEmpty();
    SealedBuckets sealed = sealed(day.end() - 1, day.end());
    sealed.add(day, visitors(5), visitors(5), false);
    assertThat(points(sealed)).isEqualTo(Map.of("unique_visitors 1d " + DAY, 5.0));
  }

  @Test
  void whatFellToZeroIsWrittenAsZeroWithAllThatIsDerivedOfIt() {
    Counts before = new Counts();
    before.add(MeasureIds.of(Counter.VISITS), 2);
    before.add(MeasureIds.of(Counter.BOUNCES), 1);
    before.add(MeasureIds.ofCustom(0), 4);
    SealedBuckets sealed = sealed(HOUR + 60 * MINUTE, HOUR + 60 * MINUTE);
    sealed.add(minute(KEY, 7), before, new Counts(), true);
    sealed.add(minute(KEY, 8), before.copy(), before.copy(), false);
    String minute = " 1m " + (HOUR + 7 * MINUTE);
    String hour = " 1h " + HOUR;
    Map<String, Double> points = points(sealed);
    assertThat(points)
        .isEqualTo(
            Map.of(
                "visits" + minute,
                0.0,
                "bounces" + minute,
                0.0,
                "bounce_rate" + minute,
                0.0,
                "adds" + minute,
                0.0,
                "visits" + hour,
                2.0,
                "bounces" + hour,
                1.0,
                "bounce_rate" + hour,
                0.5,
                "adds" + hour,
                4.0));
  }

  @Test
  void whatNeverWasAnythingIsNotWritten() {
    SealedBuckets sealed = sealed(0, HOUR + 60 * MINUTE);
    sealed.add(minute(KEY, 7), new Counts(), new Counts(), true);
    assertThat(points(sealed)).isEmpty();
  }

  @ParameterizedTest(name = "begins {0} ms behind where the batch does, touched {1}: {2}")
  @CsvSource({"-1, true, false", "-1, false, false", "0, true, true", "0, false, true"})
  void whatBeginsBeforeTheBatchDoesStaysTheStreams(long behind, boolean touched, boolean written) {
    Bucket bucket = minute(KEY, 7);
    SealedBuckets sealed =
        new SealedBuckets(
            new MetricCatalog(custom), bucket.start() - behind, 0, HOUR + 60 * MINUTE);
    sealed.add(bucket, pageViews(2), pageViews(3), touched);
    assertThat(points(sealed).containsKey("page_views 1m " + bucket.start())).isEqualTo(written);
  }

  /** Clocks are up to 300000 ms ahead: what is gone can be of the next day already. */
  @ParameterizedTest(name = "a log that begins at {0} gives whole days from {1} on")
  @CsvSource({
    "0, 0",
    "1, 86400000",
    "86099999, 86400000",
    "86100000, 172800000",
    "86400000, 172800000",
    "1763596800123, 1763683200000"
  })
  void whereTheLogsBeginningIsGoneTheBatchBeginsWithAWholeDay(long logBegins, long begin) {
    assertThat(SealedBuckets.begin(logBegins)).isEqualTo(begin);
  }

  private SealedBuckets sealed(long before, long now) {
    return new SealedBuckets(new MetricCatalog(custom), 0, before, now);
  }

  private static Bucket minute(MetricKey key, int ofHour) {
    return Bucket.startingAt(key, Granularity.MINUTE, HOUR + ofHour * MINUTE);
  }

  private static Counts pageViews(long number) {
    Counts counts = new Counts();
    counts.add(MeasureIds.of(Counter.PAGE_VIEWS), number);
    return counts;
  }

  private static Counts visitors(long number) {
    Counts counts = new Counts();
    counts.add(MeasureIds.UNIQUE_VISITORS, number);
    return counts;
  }

  /** The points of {@link #KEY}, each by its metric, granularity and start. */
  private static Map<String, Double> points(SealedBuckets sealed) {
    List<Point> all = new ArrayList<>();
    sealed.points(all::add);
    Map<String, Double> points = new TreeMap<>();
    for (Point point : all) {
      MetricSeries series = (MetricSeries) point.cell().series();
      if (series.key().equals(KEY)) {
        String cell =
            series.metric() + " " + series.resolution().tag() + " " + point.cell().timestamp();
        assertThat(points.put(cell, point.value())).as("written once: " + cell).isNull();
      }
    }
    return points;
  }
}
