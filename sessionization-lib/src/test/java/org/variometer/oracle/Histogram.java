package org.variometer.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Quantiles of values by the histogram of SPEC §4. */
final class Histogram {

  private static final double GAMMA = 1.01 / 0.99;
  private static final double ZERO_BELOW = 0.001;
  private static final MathContext PRECISE = new MathContext(120);

  /** Lower than every index: 0.001 has about −345. */
  private static final int ZERO_BUCKET = Integer.MIN_VALUE;

  private Histogram() {}

  /** The value at rank ⌊q(n−1)⌋, q in percent. */
  static double quantile(List<Double> values, int percent) {
    List<Integer> buckets = values.stream().map(Histogram::bucket).sorted().toList();
    long rank = (long) percent * (buckets.size() - 1) / 100;
    return valueOf(buckets.get((int) rank));
  }

  private static int bucket(double value) {
    return value < ZERO_BELOW
        ? ZERO_BUCKET
        : (int) StrictMath.ceil(StrictMath.log(value) / StrictMath.log(GAMMA));
  }

  private static double valueOf(int bucket) {
    if (bucket == ZERO_BUCKET) {
      return 0;
    }
    double power = new BigDecimal(GAMMA).pow(bucket, PRECISE).doubleValue();
    return 2 * power / (GAMMA + 1);
  }
}
