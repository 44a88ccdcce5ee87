package org.variometer.report;

import java.util.Arrays;
import org.variometer.statistics.CovariateMoments;
import org.variometer.statistics.Moments;
import org.variometer.statistics.PooledValues;

/**
 * The values of an arm's visitors with those of before, kept because where to cap them is known
 * when all have come. Visitors who have nothing at all take no space. A mutable accumulator for one
 * thread.
 */
final class RetainedValues {
  /** Stands for the value before of who was not there before: no sum comes near it. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private long zeros;
  private long zerosBeforeToo;
  private long[] values = new long[8];
  private long[] before = new long[8];
  private int size;

  /** Adds a visitor who was there before. */
  void add(long value, long valueBefore) {
    if (value == 0 && valueBefore == 0) {
      zerosBeforeToo++;
    } else {
      keep(value, valueBefore);
    }
  }

  /** Adds a visitor who was not there before, or of whom nobody asks. */
  void add(long value) {
    if (value == 0) {
      zeros++;
    } else {
      keep(value, UNKNOWN);
    }
  }

  private void keep(long value, long valueBefore) {
    ensure(1);
    values[size] = value;
    before[size++] = valueBefore;
  }

  /** Adds the visitors of {@code other}. */
  void addAll(RetainedValues other) {
    ensure(other.size);
    System.arraycopy(other.values, 0, values, size, other.size);
    System.arraycopy(other.before, 0, before, size, other.size);
    size += other.size;
    zeros += other.zeros;
    zerosBeforeToo += other.zerosBeforeToo;
  }

  private void ensure(int more) {
    if (values.length - size < more) {
      int length = Math.max(2 * values.length, Math.addExact(size, more));
      values = Arrays.copyOf(values, length);
      before = Arrays.copyOf(before, length);
    }
  }

  /** Adds all values to a pool. */
  void addTo(PooledValues pool) {
    for (long i = zeros + zerosBeforeToo; i > 0; i--) {
      pool.add(0);
    }
    for (int i = 0; i < size; i++) {
      pool.add(values[i]);
    }
  }

  /** Adds all values of before to a pool. */
  void addBeforeTo(PooledValues pool) {
    for (long i = zerosBeforeToo; i > 0; i--) {
      pool.add(0);
    }
    for (int i = 0; i < size; i++) {
      if (before[i] != UNKNOWN) {
        pool.add(before[i]);
      }
    }
  }

  /** The moments of the values, greater ones taken for {@code cap}. */
  Moments capped(long cap) {
    Moments capped = new Moments();
    for (long i = zeros + zerosBeforeToo; i > 0; i--) {
      capped.add(Math.min(0, cap));
    }
    for (int i = 0; i < size; i++) {
      capped.add(Math.min(values[i], cap));
    }
    return capped;
  }

  /**
   * The moments with the values of before.
   *
   * @param cap what greater values are taken for
   * @param capBefore what greater values of before are taken for
   */
  CovariateMoments capped(long cap, long capBefore) {
    CovariateMoments capped = new CovariateMoments();
    for (long i = zeros; i > 0; i--) {
      capped.add(Math.min(0, cap));
    }
    for (long i = zerosBeforeToo; i > 0; i--) {
      capped.add(Math.min(0, cap), Math.min(0, capBefore));
    }
    for (int i = 0; i < size; i++) {
      if (before[i] == UNKNOWN) {
        capped.add(Math.min(values[i], cap));
      } else {
        capped.add(Math.min(values[i], cap), Math.min(before[i], capBefore));
      }
    }
    return capped;
  }
}
