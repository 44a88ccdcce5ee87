package org.variometer.batch.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.slot.Slot;

/**
 * How far the stream was off in the minutes that a slot seals, by metric: Σ|stream − batch| over Σ
 * of the greater of both (spec §5), custom sums below 0 by their amount.
 */
final class Disagreement {
  private static final String MEASURE = "layer_disagreement";
  private static final String PIPELINE = "pipeline.";

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
   * Whether a slot has said it before: what stands then is no longer the stream's.
   *
   * @param slot the slot, whose points stand in its time
   */
  static boolean isSaid(KairosReader reader, Slot slot) throws SinkException {
    boolean[] said = {false};
    reader.read(
        PIPELINE + MEASURE,
        Optional.empty(),
        slot.begin().toEpochMilli() + 1,
        slot.end().toEpochMilli() + 1,
        stretch -> said[0] = true);
    return said[0];
  }

  /**
   * One point for each metric.
   *
   * @param time where they stand, ms since the epoch
   */
  List<Point> points(String region, long time) {
    List<Point> points = new ArrayList<>();
    byMetric.forEach(
        (metric, sums) ->
            points.add(
                new Point(
                    new Cell(
                        new PipelineSeries(MEASURE, region, "batch", Map.of("metric", metric)),
                        time),
                    sums[1] <= 0 ? 0 : sums[0] / sums[1])));
    return points;
  }
}
