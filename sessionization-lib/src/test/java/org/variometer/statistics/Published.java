package org.variometer.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/** Moments out of sums, as the tests of others publish them, instead of visitors. */
final class Published {
  private Published() {}

  /**
   * Moments of n visitors.
   *
   * @param decimals of a value: integers are by 10 to the power of it greater
   */
  static Moments moments(long n, String sum, String squares, int decimals) {
    ByteWriter bytes = new ByteWriter(64);
    write(n, sum, squares, decimals, bytes);
    Moments moments = new Moments();
    moments.addFrom(new ByteReader(bytes.toByteArray()));
    return moments;
  }

  /** Moments of n pairs of values, likewise; x has decimals, y has none. */
  static PairMoments pairs(
      long n, String x, String xx, String y, String yy, String xy, int decimals) {
    ByteWriter bytes = new ByteWriter(128);
    write(n, x, xx, decimals, bytes);
    write(n, y, yy, 0, bytes);
    write(integer(xy, decimals), bytes);
    PairMoments moments = new PairMoments();
    moments.addFrom(new ByteReader(bytes.toByteArray()));
    return moments;
  }

  /** Moments of n pairs of values that have decimals both, no value missing. */
  static CovariateMoments covariates(
      long n, String x, String xx, String y, String yy, String xy, int decimals) {
    ByteWriter bytes = new ByteWriter(192);
    write(n, x, xx, decimals, bytes);
    write(n, y, yy, decimals, bytes);
    write(integer(xy, 2 * decimals), bytes);
    new Moments().writeTo(bytes);
    CovariateMoments moments = new CovariateMoments();
    moments.addFrom(new ByteReader(bytes.toByteArray()));
    return moments;
  }

  private static void write(long n, String sum, String squares, int decimals, ByteWriter out) {
    out.writeUnsigned(n);
    write(integer(sum, decimals), out);
    write(integer(squares, 2 * decimals), out);
  }

  private static BigInteger integer(String number, int decimals) {
    return new BigDecimal(number)
        .movePointRight(decimals)
        .setScale(0, RoundingMode.HALF_EVEN)
        .toBigInteger();
  }

  private static void write(BigInteger number, ByteWriter out) {
    out.writeLong(number.longValue());
    out.writeLong(number.shiftRight(64).longValue());
    out.writeLong(number.shiftRight(128).longValue());
  }
}
