package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Evaluates well-formed JSON numbers whose range is bounded. */
final class JsonNumbers {
  /** What {@link #integer} gives for a number that is no integer or has over 15 digits. */
  static final long NO_INTEGER = Long.MIN_VALUE;

  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private JsonNumbers() {}

  /** The integer written without fraction or exponent, or {@link #NO_INTEGER}. */
  static long integer(byte[] bytes, int from, int to) {
    boolean negative = bytes[from] == '-';
    int p = negative ? from + 1 : from;
    if (to - p > EXACT_DIGITS) {
      return NO_INTEGER;
    }
    long value = 0;
    for (; p < to; p++) {
      int digit = bytes[p] - '0';
      if (digit < 0 || digit > 9) {
        return NO_INTEGER;
      }
      value = 10 * value + digit;
    }
    return negative ? -value : value;
  }

  /** The nearest double, infinite if beyond all. */
  static double nearestDouble(byte[] bytes, int from, int to) {
    if (to - from <= EXACT_DIGITS) {
      long value = 0;
      int point = -1;
      int p = from;
      for (; p < to; p++) {
        int digit = bytes[p] - '0';
        if (digit >= 0 && digit <= 9) {
          value = 10 * value + digit;
        } else if (bytes[p] == '.') {
          point = p;
        } else {
          break;
        }
      }
      if (p == to) {
        // Both operands are exact, so the one division rounds to the nearest.
        return point < 0 ? value : value / POWERS_OF_TEN[to - point - 1];
      }
    }
    return Double.parseDouble(new String(bytes, from, to - from, ISO_8859_1));
  }
}
