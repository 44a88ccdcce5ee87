package org.variometer.metric;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The buckets of the distributions (spec §4): γ = 1.01/0.99; a value below 0.001 falls in the zero
 * bucket, any other in ⌈ln v / ln γ⌉, which stands for 2γⁱ/(γ+1), at most 1 % off. After DDSketch
 * (Masson, Rim, Lee: VLDB 2019). Buckets are numbered by slots from 0, the zero bucket.
 */
public final class LogBuckets {
  /** The number of slots. */
  public static final int SLOTS;

  private static final double GAMMA = 1.01 / 0.99;
  private static final double LN_GAMMA = StrictMath.log(GAMMA);
  private static final double MIN = 0.001;
  private static final double MAX = 600_000;
  private static final int MIN_INDEX = index(MIN);
  private static final int MAX_INDEX = index(MAX);

  /** The greatest double in each slot. */
  private static final double[] UPPER;

  private static final double[] VALUE;

  /** By the leading bits of a double, the slot of the least double that has them. */
  private static final int[] FIRST_GUESS;

  private static final int GUESS_SHIFT = 46;
  private static final int GUESS_BASE = (int) (Double.doubleToRawLongBits(MIN) >>> GUESS_SHIFT);

  static {
    SLOTS = MAX_INDEX - MIN_INDEX + 2;
    UPPER = new double[SLOTS];
    VALUE = new double[SLOTS];
    UPPER[0] = Math.nextDown(MIN);
    VALUE[0] = 0;
    // A correctly rounded power makes the values the same on every machine: a double's exact value,
    // to 60 digits, stands behind it.
    MathContext digits = new MathContext(60);
    BigDecimal gamma = new BigDecimal(GAMMA);
    BigDecimal power = gamma.pow(MIN_INDEX, digits);
    for (int slot = 1; slot < SLOTS; slot++) {
      UPPER[slot] = upper(MIN_INDEX + slot - 1);
      VALUE[slot] = 2 * power.doubleValue() / (GAMMA + 1);
      power = power.multiply(gamma, digits);
    }
    int guesses = (int) (Double.doubleToRawLongBits(MAX) >>> GUESS_SHIFT) - GUESS_BASE + 1;
    FIRST_GUESS = new int[guesses];
    int slot = 1;
    for (int i = 0; i < guesses; i++) {
      double least = Double.longBitsToDouble((long) (GUESS_BASE + i) << GUESS_SHIFT);
      while (UPPER[slot] < Math.max(least, MIN)) {
        slot++;
      }
      FIRST_GUESS[i] = slot;
    }
  }

  private LogBuckets() {}

  /**
   * The slot of a value.
   *
   * @param value 0…600,000
   */
  public static int slotOf(double value) {
    if (value < MIN) {
      return 0;
    }
    int slot = FIRST_GUESS[(int) (Double.doubleToRawLongBits(value) >>> GUESS_SHIFT) - GUESS_BASE];
    while (value > UPPER[slot]) {
      slot++;
    }
    return slot;
  }

  /** What the values in a slot are taken for. */
  public static double value(int slot) {
    return VALUE[slot];
  }

  private static int index(double value) {
    return (int) StrictMath.ceil(StrictMath.log(value) / LN_GAMMA);
  }

  /** The greatest double of this index or below, found by bisection: the index never falls. */
  private static double upper(int index) {
    long low = Double.doubleToRawLongBits(MIN / 2);
    long high = Double.doubleToRawLongBits(MAX * 2);
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (index(Double.longBitsToDouble(middle)) <= index) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Double.longBitsToDouble(low);
  }
}
