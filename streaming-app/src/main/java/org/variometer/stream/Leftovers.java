package org.variometer.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.variometer.config.KairosSettings;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.log.LogProgress;
import org.variometer.metric.Metric;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterRules;

/**
 * What a stream finds in KairosDB of an earlier one whose state it does not have. It cuts the log
 * into other micro-batches: a cell that the earlier one wrote and a later record would have brought
 * to 0 may not be touched at all. So when it has read all that the earlier one can have read, it
 * writes 0 where it wrote nothing, as far as it holds the bucket. For one thread.
 */
final class Leftovers {
  /** Nothing was there before. */
  static final Leftovers NONE = new Leftovers(Set.of(), Map.of(), null);

  private static final long HOUR_MILLIS = 3_600_000;

  private final Set<Cell> cells;
  private final Map<Integer, Long> ends;
  private final MeterRules rules;

  private Leftovers(Set<Cell> cells, Map<Integer, Long> ends, MeterRules rules) {
    this.cells = cells;
    this.ends = new TreeMap<>(ends);
    this.rules = rules;
  }

  /**
   * Looks for them.
   *
   * @param rules what the stream holds
   * @param from where the first bucket can begin that matters, ms since the epoch
   * @param ends the offsets behind all that an earlier stream can have read, by partition
   * @throws SinkException if KairosDB can't be asked
   */
  static Leftovers find(KairosSettings kairos, MeterRules rules, long from, Map<Integer, Long> ends)
      throws SinkException {
    Set<String> ours =
        rules.catalog().metrics().stream().map(Metric::name).collect(Collectors.toSet());
    long begin = Math.max(Math.max(from, rules.firstWhole()), KairosReader.BEGIN);
    Set<Cell> cells = new HashSet<>();
    try (KairosReader reader = new KairosReader(kairos)) {
      for (String metric : reader.metrics()) {
        if (ours.contains(metric)) {
          for (Resolution resolution : List.of(Resolution.MINUTE, Resolution.HOUR)) {
            reader.read(
                metric,
                Optional.of(resolution),
                begin,
                KairosReader.END,
                stretch ->
                    stretch.forEach(
                        (cell, value) -> {
                          if (value != 0) {
                            cells.add(cell);
                          }
                        }));
          }
        }
      }
    }
    return new Leftovers(cells, ends, rules);
  }

  /** Whether all that could be set right was. */
  boolean isSettled() {
    return ends.isEmpty();
  }

  /**
   * What a micro-batch has to write.
   *
   * @param points its own points
   * @param nextOffsets how far the log is read with it, by partition
   * @param passed the instant of arrival that the log has passed
   * @param sealed through where buckets are another's
   * @return its own points, and zeros when the stream has caught up
   */
  List<Point> settle(
      List<Point> points, Map<Integer, Long> nextOffsets, long passed, SealedThrough sealed) {
    if (isSettled()) {
      return points;
    }
    points.forEach(point -> cells.remove(point.cell()));
    if (ends.entrySet().stream()
        .anyMatch(end -> nextOffsets.getOrDefault(end.getKey(), 0L) < end.getValue())) {
      return points;
    }
    if (passed == LogProgress.NOT_BEGUN) {
      cells.clear();
    }
    long oldest = rules.oldestHour(passed) * HOUR_MILLIS;
    List<Point> all = new ArrayList<>(points);
    for (Cell cell : cells) {
      if (cell.timestamp() >= oldest && !sealed.covers(cell)) {
        all.add(new Point(cell, 0));
      }
    }
    cells.clear();
    ends.clear();
    return all;
  }
}
