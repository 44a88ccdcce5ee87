package org.variometer.visitor;

import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;

/**
 * What a visitor's visits of a day contribute under one key. All of it is sums, so that a change is
 * added to what was known. Sums of measures are kept apart by the instant at which visits entered:
 * from some instant on, an experiment counts a visitor's visits whole, and others not at all. A
 * mutable accumulator for one thread.
 */
public final class VisitorEntry {
  /** Behind all {@link org.variometer.metric.MeasureIds}. */
  private static final int MENTIONS = 1 << 20;

  private static final int FIRST_HOUR = MENTIONS + 1;
  private static final int HOURS = 24;

  /** A day's milliseconds take 27 bits. */
  private static final int FIRST_INSTANT = 1 << 27;

  private static final int FIRST_OF_SEVERAL = 1 << 28;

  /** Before all instants of beacons. */
  private static final long NO_INSTANT = -1;

  /** Behind all instants of beacons: there is none. */
  public static final long NEVER = Long.MAX_VALUE;

  /** All that is no measure's, and the sums of visits that entered at {@link #instant}. */
  private final Counts counts;

  /** One of the instants, which most visitors have no more of on a day. */
  private long instant;

  /** The sums of the others; null while there are none. */
  private SortedMap<Long, Counts> others;

  /** Takes the share that visits which entered at one instant have in the sums of measures. */
  @FunctionalInterface
  public interface ShareReader {
    /**
     * Takes a share that is not 0.
     *
     * @param instant when the visits entered, ms since the epoch; on an earlier day too
     * @param measures its sums, to be left alone
     */
    void accept(long instant, Counts measures);
  }

  /** Nothing contributed. */
  public VisitorEntry() {
    this(new Counts(), NO_INSTANT);
  }

  private VisitorEntry(Counts counts, long instant) {
    this.counts = counts;
    this.instant = instant;
  }

  /**
   * Adds to the sum of a measure that is no bucket of a distribution.
   *
   * @param entered when the visit entered of which this is, ms since the epoch
   */
  public void add(long entered, int measure, long amount) {
    sumsOf(entered).add(measure, amount);
  }

  private Counts sumsOf(long entered) {
    if (instant == NO_INSTANT) {
      instant = entered;
    }
    if (instant == entered) {
      return counts;
    }
    if (others == null) {
      others = new TreeMap<>();
    }
    return others.computeIfAbsent(entered, i -> new Counts());
  }

  /** Adds visits that entered at an instant, ms since the epoch. */
  public void addEntry(long entered, long visits) {
    counts.add(FIRST_INSTANT + timeOf(entered), visits);
  }

  /**
   * Adds visits that mention several variants, this one first, and entered at an instant, ms since
   * the epoch.
   */
  public void addFirstOfSeveral(long entered, long visits) {
    counts.add(FIRST_OF_SEVERAL + timeOf(entered), visits);
  }

  private static int timeOf(long entered) {
    return (int) (entered % Granularity.DAY.millis());
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
    if (instant == NO_INSTANT) {
      instant = other.instant;
    }
    if (instant == other.instant || other.instant == NO_INSTANT) {
      counts.addAll(other.counts);
    } else {
      Counts sums = sumsOf(other.instant);
      other.counts.forEach((id, sum) -> (isMeasure(id) ? sums : counts).add(id, sum));
    }
    if (other.others != null) {
      other.others.forEach((entered, sums) -> sumsOf(entered).addAll(sums));
    }
  }

  /** The sums of measures: counters and custom metrics. */
  public Counts measures() {
    Counts measures = new Counts();
    forEachShare((entered, sums) -> measures.addAll(sums));
    return measures;
  }

  /** Shows what visits contribute to the sums of measures, by when they entered, in any order. */
  public void forEachShare(ShareReader reader) {
    Counts own = counts.renumbered(id -> isMeasure(id) ? id : -1);
    if (!own.isEmpty()) {
      reader.accept(instant, own);
    }
    if (others != null) {
      others.forEach(
          (entered, sums) -> {
            if (!sums.isEmpty()) {
              reader.accept(entered, sums);
            }
          });
    }
  }

  /**
   * Adds the sums of some measures to those of {@code sums}.
   *
   * @param measures whose
   * @param from of the visits that entered from this instant on, ms since the epoch
   * @param until and before this one
   * @param sums one for each of the measures
   */
  public void addSums(int[] measures, long from, long until, long[] sums) {
    if (instant >= from && instant < until) {
      add(counts, measures, sums);
    }
    if (others != null && from < until) {
      others.subMap(from, until).values().forEach(share -> add(share, measures, sums));
    }
  }

  private static void add(Counts share, int[] measures, long[] sums) {
    for (int i = 0; i < measures.length; i++) {
      sums[i] += share.get(measures[i]);
    }
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
    return instants(epochDay, FIRST_INSTANT);
  }

  /**
   * The earliest instant at which a visit entered on the day, ms since the epoch.
   *
   * @param epochDay the entry's day
   * @param from of those from this instant on
   * @param until and before this one
   * @return {@link #NEVER} if there is none
   */
  public long firstEntry(int epochDay, long from, long until) {
    long midnight = epochDay * Granularity.DAY.millis();
    long[] first = {NEVER};
    counts.forEach(
        (id, visits) -> {
          if (visits > 0 && isInstant(id, FIRST_INSTANT)) {
            long entered = midnight + id - FIRST_INSTANT;
            if (entered >= from && entered < until && entered < first[0]) {
              first[0] = entered;
            }
          }
        });
    return first[0];
  }

  /**
   * Whether a visit entered at an instant of the day by the variant: one that mentions this one
   * alone, or several and this one first.
   *
   * @param entered the instant, ms since the epoch
   */
  public boolean isEnteredAt(long entered) {
    return counts.get(FIRST_INSTANT + timeOf(entered)) > 0
        || counts.get(FIRST_OF_SEVERAL + timeOf(entered)) > 0;
  }

  /**
   * By instant of entry the number of visits that mention several variants, this one first; not 0.
   *
   * @param epochDay the entry's day
   */
  public SortedMap<Long, Long> firstOfSeveral(int epochDay) {
    return instants(epochDay, FIRST_OF_SEVERAL);
  }

  private SortedMap<Long, Long> instants(int epochDay, int first) {
    SortedMap<Long, Long> instants = new TreeMap<>();
    counts.forEach(
        (id, visits) -> {
          if (isInstant(id, first)) {
            instants.put(epochDay * Granularity.DAY.millis() + id - first, visits);
          }
        });
    return instants;
  }

  private static boolean isInstant(int id, int first) {
    return id >= first && id < first + Granularity.DAY.millis();
  }

  private static boolean isMeasure(int id) {
    return id < MENTIONS;
  }

  /** Whether the visitor is seen in an hour of the day. */
  boolean isSeen(int hour) {
    return counts.get(FIRST_HOUR + hour) > 0;
  }

  /** Whether the visitor is seen on the day. */
  public boolean isSeen() {
    boolean seen = false;
    for (int hour = 0; hour < HOURS && !seen; hour++) {
      seen = isSeen(hour);
    }
    return seen;
  }

  /** Whether nothing is left of all that was added. */
  public boolean isEmpty() {
    return counts.isEmpty()
        && (others == null || others.values().stream().allMatch(Counts::isEmpty));
  }

  VisitorEntry copy() {
    VisitorEntry copy = new VisitorEntry(counts.copy(), instant);
    if (others != null) {
      copy.others = new TreeMap<>();
      others.forEach((entered, sums) -> copy.others.put(entered, sums.copy()));
    }
    return copy;
  }

  void writeTo(ByteWriter out) {
    counts.writeTo(out);
    out.writeSigned(instant);
    out.writeUnsigned(others == null ? 0 : others.size());
    if (others != null) {
      others.forEach(
          (entered, sums) -> {
            out.writeSigned(entered);
            sums.writeTo(out);
          });
    }
  }

  static VisitorEntry readFrom(ByteReader in) {
    VisitorEntry entry = new VisitorEntry(Counts.readFrom(in), in.readSigned());
    int number = in.readCount();
    for (int i = 0; i < number; i++) {
      entry.sumsOf(in.readSigned()).addAll(Counts.readFrom(in));
    }
    return entry;
  }
}
