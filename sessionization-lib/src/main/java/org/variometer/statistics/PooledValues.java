package org.variometer.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Visitors' values of one metric over all arms of an experiment, to find where to cap them
 * (winsorising): a cap that arms had each for themselves would bias their difference. A mutable
 * accumulator for one thread, in which zeros take no space.
 */
public final class PooledValues {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private long zeros;
  private long[] others = new long[16];
  private int size;

  /** Adds a visitor. */
  public void add(long value) {
    if (value == 0) {
      zeros++;
    } else {
      ensure(1);
      others[size++] = value;
    }
  }

  /** Adds the visitors of {@code other}. */
  public void addAll(PooledValues other) {
    ensure(other.size);
    System.arraycopy(other.others, 0, others, size, other.size);
    size += other.size;
    zeros += other.zeros;
  }

  /**
   * The value that greater ones are taken for: the one at rank ⌊q(n−1)⌋ of all n, counted from 0,
   * zeros included, as in spec §4.
   *
   * @param percent q in hundredths, as in 99.9; 0 &lt; percent ≤ 100
   */
  public Estimable<Long> cap(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("percentile " + percent + " is not above 0 and up to 100");
    }
    if (zeros + size == 0) {
      return Estimable.not(Obstacle.NO_VISITORS);
    }
    // The decimal that was written, not the double below it.
    long rank =
        BigDecimal.valueOf(percent)
            .multiply(BigDecimal.valueOf(zeros + size - 1))
            .divide(HUNDRED, 0, RoundingMode.FLOOR)
            .longValueExact();
    long[] sorted = Arrays.copyOf(others, size);
    Arrays.sort(sorted);
    int negatives = -1 - Arrays.binarySearch(sorted, 0);
    if (rank < negatives) {
      return Estimable.of(sorted[(int) rank]);
    }
    return Estimable.of(rank < negatives + zeros ? 0 : sorted[(int) (rank - zeros)]);
  }

  private void ensure(int more) {
    if (others.length - size < more) {
      others = Arrays.copyOf(others, Math.max(2 * others.length, Math.addExact(size, more)));
    }
  }
}
