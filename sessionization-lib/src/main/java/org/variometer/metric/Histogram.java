package org.variometer.metric;

import org.variometer.beacon.PerformanceName;

/** A distribution read out of a bucket's counts: how many values fell in each slot. */
public final class Histogram {
  private final long[] bySlot;
  private final long count;

  private Histogram(long[] bySlot, long count) {
    this.bySlot = bySlot;
    this.count = count;
  }

  /** The distribution of {@code name} in {@code counts}. */
  public static Histogram of(Counts counts, PerformanceName name) {
    long[] bySlot = new long[LogBuckets.SLOTS];
    long[] count = {0};
    counts.forEach(
        (id, sum) -> {
          int slot = MeasureIds.slot(id, name);
          if (slot >= 0) {
            bySlot[slot] = sum;
            count[0] += sum;
          }
        });
    return new Histogram(bySlot, count[0]);
  }

  /** How many values {@code name} has in {@code counts}. */
  public static long count(Counts counts, PerformanceName name) {
    long[] count = {0};
    counts.forEach((id, sum) -> count[0] += MeasureIds.slot(id, name) >= 0 ? sum : 0);
    return count[0];
  }

  /** How many values there are. */
  public long count() {
    return count;
  }

  /**
   * A quantile, 0 if there are no values: the value at rank ⌊q(n−1)⌋ (spec §4).
   *
   * @param percent q in hundredths, 0…100, so that the rank is computed exactly
   */
  public double percentile(int percent) {
    // n−1 in parts of a hundred: the product of the whole could pass 64 bits.
    long rank = (count - 1) / 100 * percent + (count - 1) % 100 * percent / 100;
    long seen = 0;
    for (int slot = 0; slot < bySlot.length; slot++) {
      seen += bySlot[slot];
      if (seen > rank) {
        return LogBuckets.value(slot);
      }
    }
    return 0;
  }
}
