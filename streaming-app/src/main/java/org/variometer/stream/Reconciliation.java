package org.variometer.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
 * Brings KairosDB to what the stream holds, where an earlier one wrote from another state. That one
 * cut the log into other micro-batches: a cell that it wrote last may be one that no record touches
 * any more, or that changes and changes back within one of this stream's. So when this one has read
 * all that the earlier one can have read, and no request of that one can be under way, it compares
 * all that stands with all that it holds whole, and writes what differs. For one thread.
 */
final class Reconciliation {
  /** There was no stream before, or this one has all of its micro-batches. */
  static final Reconciliation NONE = new Reconciliation(null, null, Map.of(), note -> {});

  private static final long HOUR_MILLIS = 3_600_000;

  private final KairosSettings kairos;
  private final MeterRules rules;
  private final Map<Integer, Long> ends;
  private final Consumer<String> notes;
  private int rewritten;

  private Reconciliation(
      KairosSettings kairos, MeterRules rules, Map<Integer, Long> ends, Consumer<String> notes) {
    this.kairos = kairos;
    this.rules = rules;
    this.ends = new TreeMap<>(ends);
    this.notes = notes;
  }

  /**
   * With what an earlier stream wrote.
   *
   * @param rules what this one holds
   * @param ends the offsets behind all that the earlier one can have read, by partition
   * @param notes told when all is done
   */
  static Reconciliation after(
      KairosSettings kairos, MeterRules rules, Map<Integer, Long> ends, Consumer<String> notes) {
    return new Reconciliation(kairos, rules, ends, notes);
  }

  /** Whether all is done. */
  boolean isSettled() {
    return ends.isEmpty();
  }

  /** Whether this stream has read all that the earlier one can have read. */
  boolean isDue(Map<Integer, Long> nextOffsets) {
    return ends.entrySet().stream()
        .allMatch(end -> nextOffsets.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /**
   * What a micro-batch has to write so that all is right.
   *
   * @param points its own points
   * @param held what the stream holds after it
   * @param passed the instant of arrival that the log has passed
   * @param sealed through where buckets are another's
   * @return its own points, and what stands otherwise than it should
   * @throws SinkException if KairosDB can't be asked
   */
  List<Point> settle(List<Point> points, Held held, long passed, SealedThrough sealed)
      throws SinkException {
    List<Point> all = new ArrayList<>(points);
    if (passed != LogProgress.NOT_BEGUN) {
      Set<Cell> known = new HashSet<>();
      points.forEach(point -> known.add(point.cell()));
      // Where more hours are to be held than before, what was let go by then does not come back.
      long oldestHour = Math.max(rules.oldestHour(passed), held.oldestHour());
      Map<Cell, Double> standing = standing(oldestHour * HOUR_MILLIS, sealed);
      for (Point point : held.points()) {
        Double stands = standing.remove(point.cell());
        if (known.add(point.cell())
            && !sealed.covers(point.cell())
            && (stands == null || stands != point.value())) {
          all.add(point);
        }
      }
      for (Cell cell : standing.keySet()) {
        if (!known.contains(cell)) {
          all.add(new Point(cell, 0));
        }
      }
    }
    rewritten = all.size() - points.size();
    return all;
  }

  /** Notes that what {@link #settle} gave is written and committed. */
  void done() {
    ends.clear();
    notes.accept(
        "caught up with the stream before; "
            + rewritten
            + " cells that stood in KairosDB otherwise than this one has them were written anew");
  }

  /** The cells that are not 0 and of which the stream knows all. */
  private Map<Cell, Double> standing(long oldest, SealedThrough sealed) throws SinkException {
    Map<Cell, Double> standing = new HashMap<>();
    long begin = Math.max(oldest, rules.firstWhole());
    try (KairosReader reader = new KairosReader(kairos)) {
      Set<String> present = Set.copyOf(reader.metrics());
      for (Metric metric : rules.catalog().metrics()) {
        for (Resolution resolution : List.of(Resolution.MINUTE, Resolution.HOUR)) {
          if (present.contains(metric.name())) {
            long from = Math.max(begin, sealed.firstStart(resolution));
            reader.readStanding(metric.name(), resolution, from, KairosReader.END, standing);
          }
        }
      }
    }
    return standing;
  }
}
