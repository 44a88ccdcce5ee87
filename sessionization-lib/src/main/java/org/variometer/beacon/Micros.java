package org.variometer.beacon;

/** Amounts as whole millionths of a unit (micros), read exactly and never through a float. */
public final class Micros {
  /** What {@link #parseText} and {@link #parseNumber} give for text that is no amount. */
  public static final long INVALID = Long.MIN_VALUE;

  /** Micros in a unit. */
  public static final long PER_UNIT = 1_000_000;

  private static final int WHOLE_DIGITS = 9;
  private static final int FRACTION_DIGITS = 6;
  private static final int EXPONENT_LIMIT = 1_000_000_000;
  private static final long[] POWERS_OF_TEN = new long[WHOLE_DIGITS + FRACTION_DIGITS + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
    }
  }

  private Micros() {}

  /**
   * Reads {@code -?[0-9]{1,9}(\.[0-9]{1,6})?} from ASCII bytes.
   *
   * @return micros, or {@link #INVALID}
   */
  public static long parseText(byte[] bytes, int from, int to) {
    int p = from;
    boolean negative = p < to && bytes[p] == '-';
    if (negative) {
      p++;
    }
    long value = 0;
    int whole = p;
    while (p < to && isDigit(bytes[p]) && p - whole < WHOLE_DIGITS) {
      value = 10 * value + (bytes[p++] - '0');
    }
    if (p == whole) {
      return INVALID;
    }
    int fraction = 0;
    if (p < to && bytes[p] == '.') {
      p++;
      while (p < to && isDigit(bytes[p]) && fraction < FRACTION_DIGITS) {
        value = 10 * value + (bytes[p++] - '0');
        fraction++;
      }
      if (fraction == 0) {
        return INVALID;
      }
    }
    if (p != to) {
      return INVALID;
    }
    value *= POWERS_OF_TEN[FRACTION_DIGITS - fraction];
    return negative ? -value : value;
  }

  /**
   * Reads a well-formed JSON number of any length and exponent: an amount if its plain notation
   * without trailing zeros has the form of {@link #parseText}. Takes time by its length, never by
   * its value.
   *
   * @return micros, or {@link #INVALID}
   */
  public static long parseNumber(byte[] bytes, int from, int to) {
    int p = bytes[from] == '-' ? from + 1 : from;
    long significant = 0;
    int digits = 0;
    int significantDigits = 0;
    int lastSignificant = 0;
    int point = -1;
    for (; p < to && (bytes[p] | 0x20) != 'e'; p++) {
      if (bytes[p] == '.') {
        point = digits;
        continue;
      }
      digits++;
      if (bytes[p] != '0') {
        int step = significantDigits == 0 ? 1 : digits - lastSignificant;
        significantDigits += step;
        if (significantDigits > WHOLE_DIGITS + FRACTION_DIGITS) {
          return INVALID;
        }
        significant = significant * POWERS_OF_TEN[step] + (bytes[p] - '0');
        lastSignificant = digits;
      }
    }
    if (significant == 0) {
      return 0;
    }
    long exponent =
        (long) (point < 0 ? digits : point) - lastSignificant + exponent(bytes, p + 1, to);
    if (exponent < -FRACTION_DIGITS || exponent + significantDigits > WHOLE_DIGITS) {
      return INVALID;
    }
    long value = significant * POWERS_OF_TEN[(int) exponent + FRACTION_DIGITS];
    return bytes[from] == '-' ? -value : value;
  }

  /** The exponent's value, cut off far beyond what a record's digits could make up for. */
  private static int exponent(byte[] bytes, int from, int to) {
    if (from >= to) {
      return 0;
    }
    boolean negative = bytes[from] == '-';
    int value = 0;
    for (int p = isDigit(bytes[from]) ? from : from + 1; p < to; p++) {
      value = 10 * value + (bytes[p] - '0');
      if (value >= EXPONENT_LIMIT / 10) {
        value = EXPONENT_LIMIT;
        break;
      }
    }
    return negative ? -value : value;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
