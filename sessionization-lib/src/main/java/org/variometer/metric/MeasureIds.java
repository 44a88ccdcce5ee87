package org.variometer.metric;

import org.variometer.beacon.PerformanceName;

/**
 * Numbers for everything that is added up in a bucket, so that totals are maps from int to long:
 * first the {@link Counter}s, then the custom metrics in the order of their declaration, then the
 * buckets of each distribution. Those of custom metrics hold within a process, and are kept with
 * their names; the others are kept as they are and never given to anything else.
 */
public final class MeasureIds {
  /** Distinct visitors, in the totals of hours and days. */
  public static final int UNIQUE_VISITORS = 16;

  /** Visitors of more than one variant, in the totals of days. */
  public static final int MULTIPLE_EXPOSURE_VISITORS = 17;

  private static final int FIRST_CUSTOM = 32;
  private static final int FIRST_HISTOGRAM = 1 << 16;
  private static final int HISTOGRAM_BITS = 11;

  private MeasureIds() {}

  /** The id of a built-in counter. */
  public static int of(Counter counter) {
    return counter.id();
  }

  /** The id of the custom metric that is declared as number {@code index}, from 0. */
  public static int ofCustom(int index) {
    return FIRST_CUSTOM + index;
  }

  /** The id of a bucket (a slot of {@link LogBuckets}) of a distribution. */
  public static int ofBucket(PerformanceName name, int slot) {
    return firstOfHistogram(name) + slot;
  }

  /** The slot in {@code name}'s distribution that this id stands for, or -1. */
  public static int slot(int id, PerformanceName name) {
    int slot = id - firstOfHistogram(name);
    return slot >= 0 && slot < 1 << HISTOGRAM_BITS ? slot : -1;
  }

  /** Whether this id is that of a custom metric. */
  public static boolean isCustom(int id) {
    return id >= FIRST_CUSTOM && id < FIRST_HISTOGRAM;
  }

  /** Whether this id is that of a bucket of a distribution. */
  public static boolean isBucket(int id) {
    return id >= FIRST_HISTOGRAM;
  }

  private static int firstOfHistogram(PerformanceName name) {
    return FIRST_HISTOGRAM + (name.index() << HISTOGRAM_BITS);
  }
}
