package org.variometer.kairos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.variometer.config.KairosSettings;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Stretch;

/** Compares what was written with what stands there. */
final class ReadBack {
  private static final long FIRST_PAUSE = 20_000_000;
  private static final long LONGEST_PAUSE = 1_000_000_000;

  /** Cells closer than so many buckets are asked for at once: what is between is read in vain. */
  private static final int NEAR_BUCKETS = 10;

  private final Ticker ticker;
  private final Queries queries;
  private final Tally tally;
  private final long visibleWithin;

  ReadBack(KairosSettings settings, Ticker ticker, Queries queries, Tally tally) {
    this.ticker = ticker;
    this.queries = queries;
    this.tally = tally;
    this.visibleWithin = settings.canary().visibleWithin().toNanos();
  }

  /** The points that do not stand there, not even after the time that a point may take. */
  List<Point> missing(Collection<Point> points) throws SinkException {
    return missing(points, visibleWithin);
  }

  /** The points that do not stand there, not even after a time. */
  List<Point> missing(Collection<Point> points, Duration time) throws SinkException {
    return missing(points, time.toNanos());
  }

  private List<Point> missing(Collection<Point> points, long nanos) throws SinkException {
    List<Point> missing = different(points);
    long pause = FIRST_PAUSE;
    // Only pauses count: what a busy or absent KairosDB takes to answer says nothing about points.
    for (long waited = 0; !missing.isEmpty() && waited < nanos; waited += pause) {
      pause = Math.min(Math.min(2 * pause, LONGEST_PAUSE), nanos - waited);
      Retrier.sleep(ticker, pause);
      missing = different(missing);
    }
    return missing;
  }

  private List<Point> different(Collection<Point> points) throws SinkException {
    List<Point> different = new ArrayList<>();
    Map<String, Map<Resolution, List<Point>>> byName = new HashMap<>();
    for (Point point : points) {
      if (point.cell().series() instanceof MetricSeries series) {
        byName
            .computeIfAbsent(series.name(), name -> new HashMap<>())
            .computeIfAbsent(series.resolution(), resolution -> new ArrayList<>())
            .add(point);
      } else {
        // Few: canaries and what is reported of the pipeline.
        tally.readBacks.increment();
        OptionalDouble found = queries.value(point.cell());
        if (found.isEmpty() || found.getAsDouble() != point.value()) {
          different.add(point);
        }
      }
    }
    for (Map.Entry<String, Map<Resolution, List<Point>>> name : byName.entrySet()) {
      for (Map.Entry<Resolution, List<Point>> ofName : name.getValue().entrySet()) {
        addDifferent(name.getKey(), ofName.getKey(), ofName.getValue(), different);
      }
    }
    return different;
  }

  private void addDifferent(
      String name, Resolution resolution, List<Point> points, List<Point> different)
      throws SinkException {
    Map<Cell, Point> wanted = new HashMap<>();
    NavigableSet<Long> timestamps = new TreeSet<>();
    for (Point point : points) {
      wanted.put(point.cell(), point);
      timestamps.add(point.cell().timestamp());
    }
    long near = NEAR_BUCKETS * resolution.millis();
    long from = timestamps.first();
    long last = from;
    for (long timestamp : timestamps) {
      if (timestamp - last > near) {
        removeEqual(name, resolution, from, last, wanted);
        from = timestamp;
      }
      last = timestamp;
    }
    removeEqual(name, resolution, from, last, wanted);
    different.addAll(wanted.values());
  }

  private void removeEqual(
      String name, Resolution resolution, long from, long last, Map<Cell, Point> wanted)
      throws SinkException {
    tally.readBacks.increment();
    for (Stretch stretch :
        queries
            .points(name, MetricSeries.TAGS, Map.of("granularity", resolution.tag()), from, last)
            .stretches()) {
      for (int i = 0; i < stretch.timestamps().length; i++) {
        Cell cell = new Cell(stretch.series(), stretch.timestamps()[i]);
        Point point = wanted.get(cell);
        if (point != null && point.value() == stretch.values()[i]) {
          wanted.remove(cell);
        }
      }
    }
  }
}
