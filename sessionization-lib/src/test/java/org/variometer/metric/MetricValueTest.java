package org.variometer.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values as they are written: amounts as exact decimals, ratios as nearest doubles (spec §4, §9).
 */
class MetricValueTest {
  private static final String PLAIN = "-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?";

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "100, 100",
    "-100, -100",
    "9007199254740993, 9007199254740993",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808"
  })
  void aCountIsWrittenExactly(long count, String decimal) {
    assertThat(MetricValue.count(count).asDecimal()).isEqualTo(decimal);
    assertThat(MetricValue.count(count)).hasToString(decimal);
    assertThat(MetricValue.count(count).asDouble()).isEqualTo((double) count);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000001",
    "-1, -0.000001",
    "10, 0.00001",
    "300000, 0.3",
    "1000000, 1",
    "10000000, 10",
    "-1500000, -1.5",
    "12340000, 12.34",
    "1000000000000000, 1000000000",
    "9007199254740993, 9007199254.740993",
    "9223372036854775807, 9223372036854.775807",
    "-9223372036854775808, -9223372036854.775808"
  })
  void anAmountIsWrittenInUnitsExactly(long micros, String decimal) {
    assertThat(MetricValue.micros(micros).asDecimal()).isEqualTo(decimal);
    assertThat(MetricValue.micros(micros).asDouble()).isEqualTo(Double.parseDouble(decimal));
  }

  @Property
  void anyAmountIsWrittenPlainlyAndReadsBack(@ForAll long micros) {
    String decimal = MetricValue.micros(micros).asDecimal();

    assertThat(decimal).matches(PLAIN);
    assertThat(new BigDecimal(decimal).movePointRight(6))
        .isEqualByComparingTo(new BigDecimal(micros));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "0.3333333333333333, 0.3333333333333333",
    "1, 1",
    "100, 100",
    "804.461420683728, 804.461420683728",
    "603435.0495559409, 603435.0495559409",
    "1e-5, 0.00001",
    "1e-25, 0.0000000000000000000000001",
    "2e-3, 0.002",
    "2.2250738585072014E-308, 0.<0*307>22250738585072014",
    "9007199254740993, 9007199254740992",
    "1e21, 1000000000000000000000",
    "1e23, 100000000000000000000000",
    "2e23, 200000000000000000000000",
    "1.7976931348623157E308, 17976931348623157<0*292>",
    "5e-3, 0.005"
  })
  void aDerivedValueIsWrittenWithoutAnExponent(double value, String decimal) {
    assertThat(MetricValue.real(value).asDecimal()).isEqualTo(withZeros(decimal));
  }

  /** Doubles that Double.toString of JDK 17 writes with more digits than needed (JDK-4511638). */
  @ParameterizedTest
  @CsvSource({
    "2.0E-3, 0.002",
    "1.0E23, 100000000000000000000000",
    "2.2E-322, 0.<0*321>22",
    "1.1E23, 110000000000000000000000",
    "2.2250738585072E-308, 0.<0*307>22250738585072"
  })
  void theShortestDecimalIsFoundWhereTheJdkMissesIt(double value, String decimal) {
    assertThat(MetricValue.real(value).asDecimal()).isEqualTo(withZeros(decimal));
  }

  @Property
  void anyDerivedValueIsWrittenAsTheShortestDecimalThatReadsBack(@ForAll("doubles") double value) {
    String decimal = MetricValue.real(value).asDecimal();

    assertThat(decimal).matches(PLAIN);
    assertThat(Double.parseDouble(decimal)).isEqualTo(value);
    BigDecimal exact = new BigDecimal(value);
    int digits = new BigDecimal(decimal).stripTrailingZeros().precision();
    if (digits > 1) {
      assertThat(rounded(exact, digits - 1, RoundingMode.DOWN)).isNotEqualTo(value);
      assertThat(rounded(exact, digits - 1, RoundingMode.UP)).isNotEqualTo(value);
    }
  }

  @Property
  void aRatioIsTheDoubleNearestToTheExactQuotient(
      @ForAll("numerators") long over, @ForAll("denominators") long under) {
    assertIsNearest(MetricValue.ratio(over, false, under).asDouble(), over, under, 1);
    assertIsNearest(MetricValue.ratio(over, true, under).asDouble(), over, under, 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 3, 0.3333333333333333",
    "2, false, 3, 0.6666666666666666",
    "1, false, 1, 1",
    "0, false, 7, 0",
    "20000000, true, 3, 6.666666666666667",
    "1, true, 1, 0.000001",
    "9007199254740993, false, 1, 9007199254740992",
    "9007199254740993, false, 2, 4503599627370496",
    "9007199254740995, false, 9007199254740993, 1.0000000000000002",
    "9223372036854775807, true, 9223372036854775807, 0.000001"
  })
  void aRatioIsRoundedOnce(long over, boolean micros, long under, String decimal) {
    assertThat(MetricValue.ratio(over, micros, under).asDecimal()).isEqualTo(decimal);
  }

  @Test
  void aRatioOverNothingIsAbsent() {
    assertThat(MetricValue.ratio(7, false, 0)).isSameAs(MetricValue.ABSENT);
    assertThat(MetricValue.ratio(0, true, 0)).isSameAs(MetricValue.ABSENT);
    assertThat(MetricValue.ABSENT.asDouble()).isZero();
    assertThat(MetricValue.ABSENT.asDecimal()).isEqualTo("0");
  }

  @Test
  void onlyWhatIsThereAndNotZeroIsShown() {
    assertThat(MetricValue.ABSENT.isShown()).isFalse();
    assertThat(MetricValue.count(0).isShown()).isFalse();
    assertThat(MetricValue.micros(0).isShown()).isFalse();
    assertThat(MetricValue.real(0).isShown()).isFalse();
    assertThat(MetricValue.ratio(0, false, 5).isShown()).isFalse();
    assertThat(MetricValue.count(-1).isShown()).isTrue();
    assertThat(MetricValue.micros(1).isShown()).isTrue();
    assertThat(MetricValue.ratio(1, true, Long.MAX_VALUE).isShown()).isTrue();
  }

  /** Finite doubles of any size but the subnormal ones, which no metric reaches. */
  @Provide
  Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        doublesBetween(Double.MIN_NORMAL, Double.MAX_VALUE),
        doublesBetween(0.001, 1e13),
        Arbitraries.integers().between(1, 99_999).map(n -> n / 1000.0),
        Arbitraries.integers().between(-300, 300).map(e -> Double.parseDouble("1e" + e)));
  }

  private static Arbitrary<Double> doublesBetween(double min, double max) {
    return Arbitraries.longs()
        .between(Double.doubleToRawLongBits(min), Double.doubleToRawLongBits(max))
        .map(Double::longBitsToDouble);
  }

  @Provide
  Arbitrary<Long> numerators() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(0, 1_000),
        Arbitraries.longs().between((1L << 53) - 5, (1L << 53) + 5));
  }

  @Provide
  Arbitrary<Long> denominators() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(1, Long.MAX_VALUE),
        Arbitraries.longs().between(1, 1_000),
        Arbitraries.longs().between((1L << 53) - 5, (1L << 53) + 5),
        Arbitraries.longs().between((1L << 53) / 1_000_000 - 5, (1L << 53) / 1_000_000 + 5));
  }

  /** No neighbour is nearer to over ÷ (under · unit), everything multiplied out. */
  private static void assertIsNearest(double ratio, long over, long under, long unit) {
    assertThat(distance(ratio, over, under, unit))
        .isLessThanOrEqualTo(distance(Math.nextUp(ratio), over, under, unit))
        .isLessThanOrEqualTo(distance(Math.nextDown(ratio), over, under, unit));
  }

  private static BigDecimal distance(double ratio, long over, long under, long unit) {
    return new BigDecimal(ratio)
        .multiply(new BigDecimal(under))
        .multiply(new BigDecimal(unit))
        .subtract(new BigDecimal(over))
        .abs();
  }

  private static double rounded(BigDecimal exact, int digits, RoundingMode mode) {
    return exact.round(new MathContext(digits, mode)).doubleValue();
  }

  /** Writes out {@code <0*n>}. */
  private static String withZeros(String decimal) {
    int open = decimal.indexOf('<');
    if (open < 0) {
      return decimal;
    }
    int close = decimal.indexOf('>');
    int times = Integer.parseInt(decimal.substring(open + 3, close));
    return decimal.substring(0, open) + "0".repeat(times) + decimal.substring(close + 1);
  }
}
