package org.variometer.statistics;

import java.util.List;

/** Arms out of visitors' values. */
final class Arms {
  private Arms() {}

  static Moments of(long... values) {
    Moments moments = new Moments();
    for (long value : values) {
      moments.add(value);
    }
    return moments;
  }

  static Moments of(List<Long> values) {
    return of(values.stream().mapToLong(Long::longValue).toArray());
  }

  /** Pairs of x and y, one after the other. */
  static PairMoments pairs(long... values) {
    PairMoments moments = new PairMoments();
    for (int i = 0; i < values.length; i += 2) {
      moments.add(values[i], values[i + 1]);
    }
    return moments;
  }

  /** Values and those before, one after the other. */
  static CovariateMoments covariates(long... values) {
    CovariateMoments moments = new CovariateMoments();
    for (int i = 0; i < values.length; i += 2) {
      moments.add(values[i], values[i + 1]);
    }
    return moments;
  }
}
