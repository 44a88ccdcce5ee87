package org.variometer.visitor;

import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;

/**
 * What a visitor's visits of a day contribute under one key. All of it is sums, so that a change is
 * added to what was known. A mutable accumulator for one thread.
 */
public final class VisitorEntry {
  /** Behind all {@link org.variometer.metric.MeasureIds}. */
  private static final int MENTIONS = 1 << 20;

  private static final int FIRST_HOUR = MENTIONS + 1;
  private static final int HOURS = 24;

  /** A day's milliseconds take 27 bits. */
  private static final int FIRST_INSTANT = 1 << 27;

  private final Counts counts;

  /** Nothing contributed. */
  public VisitorEntry() {
    this(new Counts());
  }

  private VisitorEntry(Counts counts) {
    this.counts = counts;
  }

  /** Adds to the sum of a measure that is no bucket of a distribution. */
  public void add(int measure, long amount) {
    counts.add(measure, amount);
  }

  /** Adds visits that entered at an instant, ms since the epoch. */
  public void addEntry(long instant, long visits) {
    counts.add(FIRST_INSTANT + (int) (instant % Granularity.DAY.millis()), visits);
  }

  /** Adds visits that have a beacon attributed in an hour of the day, 0 to 23. */
  public void addHour(int hour, long visits) {
    counts.add(FIRST_HOUR + hour, visits);
  }

  /** Adds visits that mention the variant. */
  public void addMentions(long visits) {
    counts.add(MENTIONS, visits);
  }

  /** Adds all of {@code other}. */
  public void addAll(VisitorEntry other) {
    counts.addAll(other.counts);
  }

  /** The sums of measures: counters and custom metrics. */
  public Counts measures() {
    Counts measures = new Counts();
    counts.forEach(
        (id, sum) -> {
          if (id < MENTIONS) {
            measures.add(id, sum);
          }
        });
    return measures;
  }

  /** The number of visits that mention the variant. */
  public long mentions() {
    return counts.get(MENTIONS);
  }

  /** By hour of the day the number of visits that have a beacon attributed in it; not 0. */
  public SortedMap<Integer, Long> hours() {
    SortedMap<Integer, Long> hours = new TreeMap<>();
    for (int hour = 0; hour < HOURS; hour++) {
      long visits = counts.get(FIRST_HOUR + hour);
      if (visits != 0) {
        hours.put(hour, visits);
      }
    }
    return hours;
  }

  /**
   * By instant the number of visits that entered then; not 0.
   *
   * @param epochDay the entry's day
   */
  public SortedMap<Long, Long> exposures(int epochDay) {
    SortedMap<Long, Long> exposures = new TreeMap<>();
    counts.forEach(
        (id, visits) -> {
          if (id >= FIRST_INSTANT) {
            exposures.put(epochDay * Granularity.DAY.millis() + id - FIRST_INSTANT, visits);
          }
        });
    return exposures;
  }

  /** Whether the visitor is seen in an hour of the day. */
  boolean isSeen(int hour) {
    return counts.get(FIRST_HOUR + hour) > 0;
  }

  /** Whether the visitor is seen on the day. */
  boolean isSeen() {
    boolean seen = false;
    for (int hour = 0; hour < HOURS && !seen; hour++) {
      seen = isSeen(hour);
    }
    return seen;
  }

  /** Whether nothing is left of all that was added. */
  public boolean isEmpty() {
    boolean[] empty = {true};
    counts.forEach((id, sum) -> empty[0] = false);
    return empty[0];
  }

  VisitorEntry copy() {
    return new VisitorEntry(counts.copy());
  }

  void writeTo(ByteWriter out) {
    counts.writeTo(out);
  }

  static VisitorEntry readFrom(ByteReader in) {
    return new VisitorEntry(Counts.readFrom(in));
  }
}
