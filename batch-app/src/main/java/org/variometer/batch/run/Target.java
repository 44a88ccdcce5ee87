package org.variometer.batch.run;

import java.io.Serializable;
import org.apache.spark.Partitioner;

/**
 * To which task of the next step a task's bytes go: first those of the visitors, by bucket, then
 * those of the totals. What is for the driver goes nowhere.
 *
 * @param buckets into how many parts visitors are divided
 */
record Target(int buckets) implements Serializable {
  /** Into how many parts totals are divided; the same for ever, as files are found by it. */
  static final int TOTALS = 4;

  /** Stands for the driver. */
  static final int DRIVER = -1;

  private static final long serialVersionUID = 1L;

  int visitors(long hash) {
    return (int) Long.remainderUnsigned(hash, buckets);
  }

  boolean isVisitors(int target) {
    return target >= 0 && target < buckets;
  }

  int totals(long hourHash) {
    return buckets + (int) Long.remainderUnsigned(hourHash, TOTALS);
  }

  boolean isTotals(int target) {
    return target >= buckets;
  }

  /** Gives each key, counted from the first, a task of its own. */
  static Partitioner eachAlone(int first, int number) {
    return new EachAlone(first, number);
  }

  private static final class EachAlone extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int first;
    private final int number;

    EachAlone(int first, int number) {
      this.first = first;
      this.number = number;
    }

    @Override
    public int numPartitions() {
      return number;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key - first;
    }
  }
}
