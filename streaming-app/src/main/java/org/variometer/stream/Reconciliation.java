package org.variometer.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.variometer.config.KairosSettings;
import org.variometer.control.Lease;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.kairos.Ticker;
import org.variometer.log.LogProgress;
import org.variometer.metric.Metric;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.SealedThrough;
import org.variometer.shard.MeterRules;

/**
 * Brings KairosDB to what the stream holds, where an earlier one wrote from another state or did
 * not end properly. With another state it cut the log into other micro-batches: a cell that it
 * wrote last may be one that no record touches any more, or that changes and changes back within
 * one of this stream's. And who dies takes with him what he knew of KairosDB: which points were
 * only queued, and which requests were under way. So when this one has read all that the earlier
 * one can have read, and no request of that one can be under way, it compares all that stands with
 * all that it holds whole, and writes what differs. For one thread.
 */
final class Reconciliation {
  private static final long HOUR_MILLIS = 3_600_000;

  /** So long after its first a new writer looks once more, at least (spec §7). */
  private static final Duration ONCE_MORE = Duration.ofSeconds(60);

  /** A micro-batch writes its canary, the next one reads it. */
  private static final int CANARY_BATCHES = 2;

  private final Control control;
  private final KairosSettings kairos;
  private final MeterRules rules;
  private final Map<Integer, Long> ends;
  private final Consumer<String> notes;
  private final Ticker ticker;
  private boolean settled;

  /** Whether there is no reason to think that something stands otherwise than it should. */
  private boolean routine;

  /** Whether this stream stands by, and has to read what an earlier one of its region has read. */
  private boolean catchesUpUnseen;

  private boolean atOnce;
  private long notBefore;
  private int quietBatches;
  private int rewritten;

  private Reconciliation(
      Control control,
      KairosSettings kairos,
      MeterRules rules,
      Map<Integer, Long> ends,
      Consumer<String> notes,
      Ticker ticker) {
    this.control = control;
    this.kairos = kairos;
    this.rules = rules;
    this.ends = new TreeMap<>(ends);
    this.notes = notes;
    this.ticker = ticker;
    this.notBefore = ticker.nanos();
  }

  /**
   * With what stands when a stream begins. Also of one that ended properly: what KairosDB has lost
   * or written again since then nobody was there to see. Where the one before had another state
   * that is noted, so that it is done also if this stream ends before.
   *
   * @param afterAnother whether this one begins with another state than the one before ended with
   * @param rules what this one holds
   * @param ends the offsets behind all that the earlier one can have read, by partition
   * @param notes told when all is done, unless nothing is to be done
   */
  static Reconciliation begin(
      Control control,
      boolean afterAnother,
      KairosSettings kairos,
      MeterRules rules,
      Map<Integer, Long> ends,
      Consumer<String> notes)
      throws StreamException {
    if (afterAnother) {
      control.progress().noteCatchUp();
    }
    Reconciliation begun = new Reconciliation(control, kairos, rules, ends, notes, Ticker.SYSTEM);
    begun.catchesUpUnseen = afterAnother && !control.hasRight();
    begun.settled = !control.hasRight() || (!afterAnother && !control.hasPredecessor());
    begun.routine = !afterAnother && control.hasRight() && control.isPredecessorReleased();
    if (!begun.isSettled()) {
      notes.accept(
          "an earlier stream may have left something undone: when all that it can have read is read,"
              + " what stands is compared with what this one has");
    }
    return begun;
  }

  /**
   * With what another has written who had the right to before, or had lost it: as soon as none of
   * his requests can be under way any more, and once more 60 s later.
   *
   * @param ends the offsets behind all that there is to be read, by partition
   */
  Reconciliation again(Map<Integer, Long> ends) {
    Reconciliation again = new Reconciliation(control, kairos, rules, ends, notes, ticker);
    again.atOnce = true;
    return again;
  }

  /** The same, when all is read that this one would have waited for. */
  Reconciliation again() {
    return again(settled ? Map.of() : ends);
  }

  /** With nothing, of a stream that stands by. */
  Reconciliation none() {
    Reconciliation none = new Reconciliation(control, kairos, rules, Map.of(), notes, ticker);
    none.settled = true;
    return none;
  }

  /**
   * Notes how far a stream got that stands by: it has nothing to set right, but its monitor and who
   * starts next are told as long as it catches up.
   *
   * @param nextOffsets the offsets that it has got to, by partition
   */
  void standBy(Map<Integer, Long> nextOffsets) throws StreamException {
    if (catchesUpUnseen && isDue(nextOffsets)) {
      control.progress().clearCatchUp();
      catchesUpUnseen = false;
    }
  }

  /** Whether nothing has to be done; who ends before must not say that it ended properly. */
  boolean isSettled() {
    return settled || routine;
  }

  /**
   * Whether what an earlier stream wrote can be set right: all that it read is read, none of its
   * requests can be under way, and since then a canary was written and read back, before which
   * KairosDB had taken whatever it had acknowledged. To be asked once a micro-batch.
   *
   * @param nextOffsets the offsets that this stream has got to, by partition
   */
  boolean isTime(Map<Integer, Long> nextOffsets) {
    if (settled || !isDue(nextOffsets) || !control.isPredecessorOver()) {
      return false;
    }
    quietBatches++;
    return atOnce || (quietBatches > CANARY_BATCHES && ticker.nanos() - notBefore >= 0);
  }

  /** Whether this stream has read all that the earlier one can have read. */
  private boolean isDue(Map<Integer, Long> nextOffsets) {
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
  List<Point> settle(List<Point> points, Held.Reader held, long passed, SealedThrough sealed)
      throws Exception {
    List<Point> all = new ArrayList<>(points);
    if (passed != LogProgress.NOT_BEGUN) {
      Set<Cell> own = new HashSet<>();
      points.forEach(point -> own.add(point.cell()));
      try (KairosReader reader = new KairosReader(kairos)) {
        Set<String> present = Set.copyOf(reader.metrics());
        for (Metric metric : rules.catalog().metrics()) {
          Held ofMetric = held.read(metric.name());
          Map<Cell, Double> standing = new HashMap<>();
          if (present.contains(metric.name())) {
            // Where more hours are to be held than before, what was let go does not come back.
            long oldest = Math.max(rules.oldestHour(passed), ofMetric.oldestHour());
            long begin = Math.max(oldest * HOUR_MILLIS, ofMetric.firstWhole());
            read(reader, metric, begin, sealed, standing);
          }
          for (Point point : differing(ofMetric.points(), standing)) {
            if (!own.contains(point.cell()) && !sealed.covers(point.cell())) {
              all.add(point);
            }
          }
        }
      }
    }
    rewritten = all.size() - points.size();
    return all;
  }

  /** Those of the points that are held that stand otherwise, and a 0 for what is not held. */
  private static List<Point> differing(List<Point> held, Map<Cell, Double> standing) {
    List<Point> differing = new ArrayList<>();
    for (Point point : held) {
      Double stands = standing.remove(point.cell());
      if (stands == null || stands != point.value()) {
        differing.add(point);
      }
    }
    standing.keySet().forEach(cell -> differing.add(new Point(cell, 0)));
    return differing;
  }

  /** Notes that what {@link #settle} gave is written and committed. */
  void done() throws StreamException {
    if (atOnce) {
      atOnce = false;
      Duration pause = onceMore();
      notBefore = ticker.nanos() + pause.toNanos();
      notes.accept(
          "wrote what this stream holds: "
              + rewritten
              + " cells stood in KairosDB otherwise; looking once more in "
              + pause.toSeconds()
              + " s");
      return;
    }
    control.progress().clearCatchUp();
    settled = true;
    notes.accept(
        "caught up with the stream before; "
            + rewritten
            + " cells that stood in KairosDB otherwise than this one has them were written anew");
  }

  /** Behind all that a request can take that somebody sent just before he found out. */
  private Duration onceMore() {
    Duration longest = Lease.underWayWithin(kairos.requestTimeout());
    return longest.compareTo(ONCE_MORE) > 0 ? longest : ONCE_MORE;
  }

  /** Reads the cells from an instant on that are not 0 and not sealed. */
  private static void read(
      KairosReader reader,
      Metric metric,
      long begin,
      SealedThrough sealed,
      Map<Cell, Double> standing)
      throws SinkException {
    for (Resolution resolution : List.of(Resolution.MINUTE, Resolution.HOUR)) {
      long from = Math.max(begin, sealed.firstStart(resolution));
      reader.readStanding(metric.name(), resolution, from, KairosReader.END, standing);
    }
  }
}
