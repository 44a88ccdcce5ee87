package org.variometer.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.variometer.log.LogProgress;
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

/** All that a micro-batch writes: what the parts of the meters yield, put together. */
final class BatchPoints {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long MILLIS = 1000;
  private static final String LAYER = "stream";

  private final List<Point> points = new ArrayList<>();
  private final List<Point> rolling = new ArrayList<>();
  private final Set<SealedMinute> sealedMinutes = new HashSet<>();
  private final SealedThrough sealed;
  private final long late;
  private final String region;
  private final long time;
  private RunCounts batch = RunCounts.NONE;
  private RunCounts sum = RunCounts.NONE;
  private Gauges gauges = Gauges.NONE;
  private LogProgress progress = LogProgress.NONE;

  /**
   * Puts together.
   *
   * @param yields what the parts of the meters yield
   * @param region the region's name
   * @param time the micro-batch's time, ms since the epoch
   * @param sealed through where buckets are another's: their points are discarded
   * @param lateBefore how many contributions were discarded so before
   */
  BatchPoints(
      List<MeterYield> yields, String region, long time, SealedThrough sealed, long lateBefore) {
    this.sealed = sealed;
    this.region = region;
    this.time = time;
    Map<Window, Long> visitors = new TreeMap<>();
    for (MeterYield yield : yields) {
      yield.points().forEach(this::addUnsealed);
      for (RollingCount count : yield.rolling()) {
        visitors.merge(
            new Window(count.metric(), count.key(), count.epochMinute()),
            count.visitors(),
            Long::sum);
      }
      batch = batch.plus(yield.batch());
      sum = sum.plus(yield.sum());
      gauges = gauges.plus(yield.gauges());
      progress = yield.progress();
    }
    late = lateBefore + sealedMinutes.size();
    gauges = gauges.plusLate(late);
    visitors.forEach((window, count) -> rolling.add(window.point(count)));
    points.addAll(rolling);
    addHealth();
  }

  /** A minute of a key that was sealed after the micro-batch was laid out. */
  private record SealedMinute(MetricKey key, long start) {}

  private void addUnsealed(Point point) {
    if (!sealed.covers(point.cell())) {
      points.add(point);
    } else if (point.cell().series() instanceof MetricSeries series
        && series.resolution() == Resolution.MINUTE) {
      // As the meters count: a sealed hour's contributions are those of its minutes.
      sealedMinutes.add(new SealedMinute(series.key(), point.cell().timestamp()));
    }
  }

  /** Where a rolling count stands. */
  private record Window(RollingMetric metric, MetricKey key, int epochMinute)
      implements Comparable<Window> {
    Point point(long visitors) {
      return new Point(
          new Cell(
              new MetricSeries(metric.metric(), key, Resolution.ROLLING),
              epochMinute * MINUTE_MILLIS),
          visitors);
    }

    @Override
    public int compareTo(Window other) {
      int c = Integer.compare(epochMinute, other.epochMinute);
      if (c == 0) {
        c = metric.compareTo(other.metric);
      }
      return c != 0 ? c : key.compareTo(other.key);
    }
  }

  /** The points, each cell once. */
  List<Point> points() {
    return points;
  }

  /** Those of them that are of windows that roll. */
  List<Point> rolling() {
    return rolling;
  }

  /** How many contributions were discarded here, this micro-batch's included. */
  long late() {
    return late;
  }

  RunCounts batch() {
    return batch;
  }

  RunCounts sum() {
    return sum;
  }

  Gauges gauges() {
    return gauges;
  }

  LogProgress progress() {
    return progress;
  }

  private void addHealth() {
    add("batch.read", batch.intake().read());
    points.addAll(MicroBatch.accounting(sum).points(region, LAYER, time));
    sum.intake()
        .since()
        .ifPresent(since -> add("accounting_since_seconds", Math.floorDiv(since, MILLIS)));
    add("late", sum.intake().late());
    add("joins", sum.joins());
    add("freed", sum.freed());
    add("sessions_held", gauges.sessions());
    add("buckets_held", gauges.buckets());
    add("sightings_held", gauges.sighted());
    add("visitors_exact", gauges.exactVisitors());
    add("visitors_sketched", gauges.sketchedVisitors());
    addHealth("unique_visitors_error", gauges.uniqueVisitorsError());
    add("late_contributions", gauges.lateContributions());
    add("cells_to_zero", gauges.cellsToZero());
    if (progress.passed() != LogProgress.NOT_BEGUN) {
      add("log_passed_seconds", progress.passed() / MILLIS);
    }
  }

  /**
   * Adds a value of the pipeline's own.
   *
   * @param measure the series' name, without what they all begin with
   */
  void addHealth(String measure, double value) {
    points.add(new Point(new Cell(new PipelineSeries(measure, region, LAYER), time), value));
  }

  private void add(String measure, long value) {
    addHealth(measure, (double) value);
  }
}
