package org.variometer.kairos;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.variometer.series.Cell;
import org.variometer.series.Point;

/** The newest value of each cell that was sent lately, and when. Not thread-safe. */
final class Retention {
  private final long retainNanos;
  private final long spacingNanos;
  private final int maxPoints;

  /** In the order of sending. */
  private final Map<Cell, Kept> kept = new LinkedHashMap<>();

  private long confirmedUntil;
  private boolean dropped;
  private long droppedUntil;
  private long othersUntil;

  private record Kept(Point point, long sentAt) {}

  /**
   * Keeps nothing yet.
   *
   * @param retainNanos for how long, at least until it is confirmed that they stand
   * @param spacingNanos how far two writes of a cell are apart
   * @param maxPoints how many, at most; the oldest go first, but none before the spacing is over
   * @param now the time
   */
  Retention(long retainNanos, long spacingNanos, int maxPoints, long now) {
    this.retainNanos = retainNanos;
    this.spacingNanos = spacingNanos;
    this.maxPoints = maxPoints;
    this.confirmedUntil = now;
    this.othersUntil = now - spacingNanos;
  }

  /** Notes that all points sent by {@code sentUntil} stand. */
  void confirm(long sentUntil) {
    confirmedUntil = sentUntil;
  }

  /** Whether all is kept that was sent lately, and all of which it is not confirmed. */
  boolean isComplete(long now) {
    return !dropped || isDone(droppedUntil, now);
  }

  /** Whether what was sent then need not be kept any more. */
  private boolean isDone(long sentAt, long now) {
    return now - sentAt > retainNanos && sentAt - confirmedUntil <= 0;
  }

  /** Notes that others may have written any cell until now. */
  void othersWrote(long now) {
    othersUntil = now;
  }

  /** Notes points that were sent, successfully or not, by the time {@code now}. */
  void sent(Collection<Point> points, long now) {
    for (Point point : points) {
      kept.remove(point.cell());
      kept.put(point.cell(), new Kept(point, now));
    }
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      Kept point = oldest.next();
      boolean done = isDone(point.sentAt(), now);
      if (!done && (kept.size() <= maxPoints || now - point.sentAt() <= spacingNanos)) {
        break;
      }
      oldest.remove();
      if (!done) {
        dropped = true;
        droppedUntil = point.sentAt();
      }
    }
  }

  /** How long a cell must wait before it may be written again, 0 if not at all. */
  long waitNanos(Cell cell, long now) {
    Kept last = kept.get(cell);
    long ofOthers = Math.max(0, othersUntil + spacingNanos - now);
    return last == null ? ofOthers : Math.max(ofOthers, last.sentAt() + spacingNanos - now);
  }

  /** All points that are kept. */
  List<Point> all() {
    return kept.values().stream().map(Kept::point).toList();
  }

  /** Keeps these cells no longer. */
  void forget(Predicate<Cell> cells) {
    kept.keySet().removeIf(cells);
  }

  /** Where the earliest point stands that is kept, ms since the epoch. */
  OptionalLong earliest() {
    return kept.keySet().stream().mapToLong(Cell::timestamp).min();
  }

  /** How many points are kept. */
  int size() {
    return kept.size();
  }
}
