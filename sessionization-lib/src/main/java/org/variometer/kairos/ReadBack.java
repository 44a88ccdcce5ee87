package org.variometer.kairos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.variometer.config.KairosSettings;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Series;
import org.variometer.series.Stretch;

/** Compares what was written with what stands there. */
final class ReadBack {
  private static final long FIRST_PAUSE = 20_000_000;
  private static final long LONGEST_PAUSE = 1_000_000_000;

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
    Map<Question, List<Point>> byQuestion = new HashMap<>();
    for (Point point : points) {
      byQuestion
          .computeIfAbsent(Question.of(point.cell().series()), question -> new ArrayList<>())
          .add(point);
    }
    List<Point> different = new ArrayList<>();
    for (Map.Entry<Question, List<Point>> asked : byQuestion.entrySet()) {
      addDifferent(asked.getKey(), asked.getValue(), different);
    }
    return different;
  }

  /**
   * What is asked at once, but for the time.
   *
   * @param name the name in the database
   * @param tags the tags that tell its series apart
   * @param filter values that tags must have
   * @param nearMillis cells closer than that are asked for at once: what is between is read in vain
   */
  private record Question(
      String name, List<String> tags, Map<String, String> filter, long nearMillis) {
    static Question of(Series series) {
      return series instanceof MetricSeries metric
          ? new Question(
              series.name(),
              MetricSeries.TAGS,
              Map.of("granularity", metric.resolution().tag()),
              NEAR_BUCKETS * metric.resolution().millis())
          // Of the pipeline's own there is a point each micro-batch.
          : new Question(
              series.name(),
              List.copyOf(series.tags().keySet()),
              series.tags(),
              NEAR_BUCKETS * Resolution.MINUTE.millis());
    }
  }

  private void addDifferent(Question question, List<Point> points, List<Point> different)
      throws SinkException {
    Map<Cell, Point> wanted = new HashMap<>();
    NavigableSet<Long> timestamps = new TreeSet<>();
    for (Point point : points) {
      wanted.put(point.cell(), point);
      timestamps.add(point.cell().timestamp());
    }
    long from = timestamps.first();
    long last = from;
    for (long timestamp : timestamps) {
      if (timestamp - last > question.nearMillis()) {
        removeEqual(question, from, last, wanted);
        from = timestamp;
      }
      last = timestamp;
    }
    removeEqual(question, from, last, wanted);
    different.addAll(wanted.values());
  }

  private void removeEqual(Question question, long from, long last, Map<Cell, Point> wanted)
      throws SinkException {
    tally.readBacks.increment();
    for (Stretch stretch :
        queries
            .points(question.name(), question.tags(), question.filter(), from, last)
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
