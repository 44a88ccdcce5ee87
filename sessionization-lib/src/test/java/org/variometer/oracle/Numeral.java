package org.variometer.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON number (SPEC §1) without expanding it: ± digits × 10^exponent, the digits without leading
 * and trailing zeros; no digits at all is zero.
 */
record Numeral(boolean negative, String digits, BigInteger exponent) {

  private static final int MICRO_DIGITS = 6;
  private static final int MAX_INTEGER_DIGITS = 9;

  static Numeral of(String source) {
    boolean negative = source.startsWith("-");
    String unsigned = negative ? source.substring(1) : source;
    int e = Math.max(unsigned.indexOf('e'), unsigned.indexOf('E'));
    String mantissa = e < 0 ? unsigned : unsigned.substring(0, e);
    BigInteger exponent = e < 0 ? BigInteger.ZERO : new BigInteger(unsigned.substring(e + 1));
    int point = mantissa.indexOf('.');
    String integer = point < 0 ? mantissa : mantissa.substring(0, point);
    String fraction = point < 0 ? "" : mantissa.substring(point + 1);
    String all = integer + fraction;
    int begin = 0;
    while (begin < all.length() && all.charAt(begin) == '0') {
      begin++;
    }
    int end = all.length();
    while (end > begin && all.charAt(end - 1) == '0') {
      end--;
    }
    int lowestPlace = all.length() - end - fraction.length();
    return new Numeral(
        negative, all.substring(begin, end), exponent.add(BigInteger.valueOf(lowestPlace)));
  }

  /** The integer written so, when it has neither fraction nor exponent and fits a long. */
  static OptionalLong integer(String source) {
    if (!source.matches("-?[0-9]+")) {
      return OptionalLong.empty();
    }
    if (source.length() > 18) {
      return OptionalLong.empty(); // beyond every range of the spec
    }
    return OptionalLong.of(Long.parseLong(source));
  }

  /** The money-like amount written as a string, in micros. */
  static Optional<BigInteger> microsOfText(String text) {
    if (!text.matches("-?[0-9]{1,9}(\\.[0-9]{1,6})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(text).movePointRight(MICRO_DIGITS).toBigIntegerExact());
  }

  /** The money-like amount in micros, when plain notation has ≤ 9 digits before, ≤ 6 after. */
  Optional<BigInteger> micros() {
    if (digits.isEmpty()) {
      return Optional.of(BigInteger.ZERO);
    }
    boolean tooFine = exponent.negate().compareTo(BigInteger.valueOf(MICRO_DIGITS)) > 0;
    boolean tooBig = magnitude().compareTo(BigInteger.valueOf(MAX_INTEGER_DIGITS)) > 0;
    if (tooFine || tooBig) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(new BigInteger(digits), -exponent.intValueExact());
    BigInteger micros = value.movePointRight(MICRO_DIGITS).toBigIntegerExact();
    return Optional.of(negative ? micros.negate() : micros);
  }

  /** The nearest double; zero has no sign. */
  double nearestDouble() {
    double absolute;
    if (digits.isEmpty() || magnitude().compareTo(BigInteger.valueOf(-400)) < 0) {
      absolute = 0;
    } else if (magnitude().compareTo(BigInteger.valueOf(400)) > 0) {
      absolute = Double.POSITIVE_INFINITY;
    } else {
      absolute = Double.parseDouble("0." + digits + "e" + magnitude());
    }
    return absolute == 0 || !negative ? absolute : -absolute;
  }

  /** The number of digits before the point in plain notation (≤ 0: zeros follow the point). */
  private BigInteger magnitude() {
    return exponent.add(BigInteger.valueOf(digits.length()));
  }
}
