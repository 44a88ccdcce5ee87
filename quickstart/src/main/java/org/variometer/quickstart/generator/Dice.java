package org.variometer.quickstart.generator;

/**
 * Random numbers that are the same on every JVM: SplitMix64, and no function of {@link Math} whose
 * last bit a platform may choose.
 */
final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** The numbered stream of a seed; streams of one seed are independent of each other. */
  static Dice of(long seed, long stream) {
    return new Dice(mix(mix(seed + GOLDEN) ^ (stream * 0xD1B54A32D192ED03L)));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Any long. */
  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** A double in [0, 1). */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** An int in [0, bound), bound ≥ 1. */
  int below(int bound) {
    return (int) (((nextLong() >>> 33) * bound) >>> 31);
  }

  /** A long in [low, high]. */
  long between(long low, long high) {
    return low + (long) (nextDouble() * (high - low + 1));
  }

  /** True with the given probability. */
  boolean chance(double probability) {
    return nextDouble() < probability;
  }

  /** An exponentially distributed number ≥ 0 of the given mean. */
  double exponential(double mean) {
    return -mean * StrictMath.log(1.0 - nextDouble());
  }

  /** An index of {@code weights}, each as likely as its weight; the weights' sum is positive. */
  int weighted(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double rest = nextDouble() * sum;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        rest -= weights[i];
        if (rest < 0) {
          return i;
        }
      }
    }
    return last;
  }
}
