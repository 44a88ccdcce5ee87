package org.variometer.slot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.metric.Bucket;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.Metric;
import org.variometer.metric.MetricCatalog;
import org.variometer.metric.MetricKey;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.series.SealedThrough;

/**
 * What a slot writes of the buckets that are the batch's: all of those that it seals, and of those
 * sealed before what it changed (spec §5). An hour's totals are the sums of its minutes. For one
 * thread.
 */
public final class SealedBuckets {
  private static final int MINUTES_OF_HOUR = 60;

  private final MetricCatalog catalog;
  private final long begin;
  private final SealedThrough sealedBefore;
  private final SealedThrough sealedNow;
  private final Map<Bucket, Change> changes = new HashMap<>();

  /** A bucket's sums before the slot and with it; the same if it did not change them. */
  private record Change(Counts before, Counts after, boolean touched) {}

  /**
   * Of a slot.
   *
   * @param catalog all metrics
   * @param begin buckets that begin before it are never the batch's, ms since the epoch
   * @param sealedBefore the instant through which buckets were sealed before it, ms since the epoch
   * @param sealedNow the instant through which they are with it
   */
  public SealedBuckets(MetricCatalog catalog, long begin, long sealedBefore, long sealedNow) {
    this.catalog = catalog;
    this.begin = begin;
    this.sealedBefore = new SealedThrough(sealedBefore);
    this.sealedNow = new SealedThrough(sealedNow);
  }

  /**
   * Where the batch's buckets begin if the log's beginning is gone: with the first day of which
   * nothing can be among what is gone, whose clocks may have been ahead.
   *
   * @param logBegins the timestamp of the log's first record, ms since the epoch; 0 if nothing of
   *     it is gone
   * @return the first instant of the first bucket, ms since the epoch
   */
  public static long begin(long logBegins) {
    long day = Granularity.DAY.millis();
    return logBegins == 0
        ? 0
        : (Math.floorDiv(logBegins + BeaconDecoder.MAX_CLOCK_AHEAD, day) + 1) * day;
  }

  /**
   * Adds what is known of a bucket. Of an hour of which one bucket was changed, or of which the
   * slot seals something, all minutes have to be added, and the hour's own.
   *
   * @param before its sums without the slot, which may be none
   * @param after its sums with the slot
   * @param touched whether the slot changed it
   */
  public void add(Bucket bucket, Counts before, Counts after, boolean touched) {
    changes.put(bucket, new Change(before, after, touched));
  }

  /** Gives every value to be written: also 0 where one stood and is no more. */
  public void points(Consumer<Point> points) {
    Map<Bucket, Change> hours = new HashMap<>();
    changes.forEach(
        (bucket, change) -> {
          switch (bucket.granularity()) {
            case MINUTE -> {
              write(bucket, change, catalog.metrics(), points);
              addToHour(bucket, change, hours);
            }
            case HOUR, DAY -> write(bucket, change, catalog.visitorMetrics(), points);
          }
        });
    hours.forEach((hour, change) -> write(hour, change, catalog.metrics(), points));
  }

  private static void addToHour(Bucket minute, Change change, Map<Bucket, Change> hours) {
    MetricKey key = minute.key();
    Bucket hour = new Bucket(key, Granularity.HOUR, minute.index() / MINUTES_OF_HOUR);
    Change sum = hours.getOrDefault(hour, new Change(new Counts(), new Counts(), false));
    sum.before().addAll(change.before());
    sum.after().addAll(change.after());
    hours.put(hour, new Change(sum.before(), sum.after(), sum.touched() || change.touched()));
  }

  private void write(Bucket bucket, Change change, List<Metric> metrics, Consumer<Point> points) {
    boolean newlySealed = !sealedBefore.covers(bucket.start(), bucket.granularity());
    boolean sealed = sealedNow.covers(bucket.start(), bucket.granularity());
    if (bucket.start() < begin || !sealed || !(newlySealed || change.touched())) {
      return;
    }
    for (Metric metric : metrics) {
      double before = metric.read(change.before()).asDouble();
      double after = metric.read(change.after()).asDouble();
      if (after != 0 || before != 0) {
        points.accept(
            new Point(
                Cell.of(metric.name(), bucket.key(), bucket.granularity(), bucket.start()), after));
      }
    }
  }
}
