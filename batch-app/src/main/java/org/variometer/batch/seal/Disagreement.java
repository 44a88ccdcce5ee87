package org.variometer.batch.seal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Series;
import org.variometer.slot.Slot;

/**
 * How far the stream was off in the minutes that a slot seals, by metric: Σ|stream − batch| over Σ
 * of the greater of both (spec §5), custom sums below 0 by their amount.
 */
final class Disagreement {
  private static final String MEASURE = "layer_disagreement";
  private static final String METRIC = "metric";

  private final SortedMap<String, double[]> byMetric = new TreeMap<>();

  /** Adds a cell; those that are no minutes don't count. */
  void add(Cell cell, double stream, double batch) {
    if (cell.series() instanceof MetricSeries series && series.resolution() == Resolution.MINUTE) {
      double[] sums = byMetric.computeIfAbsent(series.metric(), m -> new double[2]);
      sums[0] += Math.abs(stream - batch);
      sums[1] += Math.max(Math.abs(stream), Math.abs(batch));
    }
  }

  /**
   * Of which metrics a slot has said it before. Only when it has of all is what the stream had
   * written over: of the others it is to be said yet.
   *
   * @param slot the slot, in whose time its points stand
   */
  static Set<String> said(KairosReader reader, String region, Slot slot) throws SinkException {
    Set<String> said = new HashSet<>();
    reader.read(
        series(region, "").name().substring(Series.PREFIX.length()),
        Optional.empty(),
        slot.begin().toEpochMilli() + 1,
        slot.end().toEpochMilli() + 1,
        stretch -> {
          String metric = stretch.series().tags().get(METRIC);
          if (metric != null && stretch.series().equals(series(region, metric))) {
            said.add(metric);
          }
        });
    return said;
  }

  /**
   * One point for each metric.
   *
   * @param said metrics of which there is one already
   * @param time where they stand, ms since the epoch
   */
  List<Point> points(Set<String> said, String region, long time) {
    List<Point> points = new ArrayList<>();
    byMetric.forEach(
        (metric, sums) -> {
          if (!said.contains(metric)) {
            double value = sums[1] <= 0 ? 0 : sums[0] / sums[1];
            points.add(new Point(new Cell(series(region, metric), time), value));
          }
        });
    return points;
  }

  private static PipelineSeries series(String region, String metric) {
    return new PipelineSeries(MEASURE, region, "batch", Map.of(METRIC, metric));
  }
}
