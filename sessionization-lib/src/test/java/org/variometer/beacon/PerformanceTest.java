package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Load times: a value is taken, or ignored alone and counted, or absent (spec §1). */
class PerformanceTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # value                 | read      | why
          0                       | 0         | the least
          -0                      | 0         | −0 is in the range
          -0.0e5                  | 0         | however it is written
          1                       | 1         | a millisecond
          0.001                   | 0.001     | a microsecond
          812.25                  | 812.25    | a fraction
          8.1225e2                | 812.25    | an exponent
          600000                  | 600000    | the greatest
          6e5                     | 600000    | with an exponent
          600000.0                | 600000    | with a fraction
          600000.00000000001      | 600000    | the nearest double is in the range
          600000.0000000001       | ignored   | the nearest double is the next one
          600000.0001             | ignored   | beyond
          600001                  | ignored   | beyond
          -0.001                  | ignored   | below
          -1                      | ignored   | below
          1e-400                  | 0         | the nearest double is 0
          -1e-400                 | 0         | the nearest double is −0
          -1e-99999999999999999999 | 0        | likewise
          -4.9e-324               | ignored   | the nearest double is below 0
          4.9e-324                | 4.9E-324  | the least double above 0
          1e309                   | ignored   | beyond all doubles
          -1e309                  | ignored   | below all doubles
          1e99999999999999999999  | ignored   | far beyond
          0e99999999999999999999  | 0         | nothing, with an exponent
          1<<0*5000>>e-5000       | 1         | a long one
          0.<<0*5000>>1e5001      | 1         | a long one
          599999.<<9*5000>>       | 600000    | a long one next to the greatest
          "1"                     | ignored   | a string
          ""                      | ignored   | a blank string
          true                    | ignored   | a boolean
          {}                      | ignored   | an object
          [1]                     | ignored   | an array
          null                    | absent    | null is absent, not ignored
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void aValueIsReadAsTheNearestDouble(String value, String read, String why) {
    BeaconRecord record =
        Decoding.DEFAULT.accepted("{$page,\"performance\":{\"lcp\":" + value + ",\"inp\":7}}");
    double lcp = record.beacon().performance().value(PerformanceName.LCP.index());
    boolean ignored = read.equals("ignored");

    assertThat(lcp)
        .as(why)
        .isEqualTo(Double.valueOf(ignored || read.equals("absent") ? "NaN" : read));
    assertThat(record.ignoredPerformance()).as(why).isEqualTo(ignored ? 1 : 0);
    assertThat(record.beacon().performance().value(PerformanceName.INP.index())).isEqualTo(7);
  }

  @Test
  void everyIgnoredValueCounts() {
    BeaconRecord record =
        Decoding.DEFAULT.accepted(
            "{$page,\"performance\":{\"page_load\":-1,\"ttfb\":\"x\",\"dom_interactive\":600001,"
                + "\"lcp\":[],\"inp\":true}}");

    assertThat(record.ignoredPerformance()).isEqualTo(5);
    assertThat(record.beacon().performance()).isEqualTo(Performance.NONE);
  }

  @Test
  void otherNamesAreIgnoredAndNotCounted() {
    BeaconRecord record =
        Decoding.DEFAULT.accepted(
            "{$page,\"performance\":{\"fid\":-1,\"LCP\":1,\"page_load \":1,\"cls\":\"x\"}}");

    assertThat(record.ignoredPerformance()).isZero();
    assertThat(record.beacon().performance().isEmpty()).isTrue();
  }

  @Test
  void ofEqualNamesTheLastStandsAndTheOthersDoNotCount() {
    BeaconRecord record =
        Decoding.DEFAULT.accepted(
            "{$page,\"performance\":{\"lcp\":-1,\"lcp\":1,\"inp\":1,\"inp\":-1,"
                + "\"ttfb\":\"x\",\"ttfb\":null,\"page_load\":1,\"page\\u005fload\":2}}");

    assertThat(record.ignoredPerformance()).isEqualTo(1);
    assertThat(record.beacon().performance())
        .isEqualTo(Performance.of(new double[] {2, Double.NaN, Double.NaN, 1, Double.NaN}));
  }

  @Test
  void aBeaconDoesNotInheritWhatTheOneBeforeIgnored() {
    assertThat(
            Decoding.DEFAULT.accepted("{$page,\"performance\":{\"lcp\":-1}}").ignoredPerformance())
        .isEqualTo(1);
    assertThat(Decoding.DEFAULT.accepted("{$page}").ignoredPerformance()).isZero();
    assertThat(Decoding.DEFAULT.accepted("{$page,\"performance\":null}").beacon().performance())
        .isEqualTo(Performance.NONE);
  }

  @ParameterizedTest
  @EnumSource(BeaconType.class)
  void anyTypeCanCarryLoadTimes(BeaconType type) {
    String record =
        "{$page,\"type\":\""
            + type.wireName()
            + "\",\"order\":{\"id\":\"o\",\"revenue\":1},\"performance\":{\"ttfb\":12.5}}";

    assertThat(Decoding.DEFAULT.beacon(record).performance().value(PerformanceName.TTFB.index()))
        .isEqualTo(12.5);
  }

  @Test
  void minusZeroAndZeroAreOneFact() {
    assertThat(Performance.of(new double[] {-0.0, 1, 1, 1, 1}))
        .isEqualTo(Performance.of(new double[] {0.0, 1, 1, 1, 1}))
        .hasSameHashCodeAs(Performance.of(new double[] {0.0, 1, 1, 1, 1}));
  }

  @Test
  void valuesThatNoBeaconHasAreRefused() {
    assertThatThrownBy(() -> Performance.of(new double[] {1}))
        .hasMessage("5 values expected, not 1");
    assertThatThrownBy(() -> Performance.of(new double[] {-1, 1, 1, 1, 1}))
        .hasMessage("not in 0…600000.0: -1.0");
    assertThatThrownBy(() -> Performance.of(new double[] {1, 1, 1, 1, 600000.5}))
        .hasMessage("not in 0…600000.0: 600000.5");
  }

  @Property
  void anyNumberIsReadAsTheNearestDouble(@ForAll("numbers") String number) {
    double value =
        Decoding.DEFAULT
            .beacon("{$page,\"performance\":{\"ttfb\":" + number + "}}")
            .performance()
            .value(PerformanceName.TTFB.index());

    // Nearer to the exact number than both neighbours: nothing that rounds is trusted here.
    BigDecimal exact = new BigDecimal(number);
    BigDecimal off = new BigDecimal(value).subtract(exact).abs();
    assertThat(off)
        .isLessThanOrEqualTo(new BigDecimal(Math.nextUp(value)).subtract(exact).abs())
        .isLessThanOrEqualTo(new BigDecimal(Math.nextDown(value)).subtract(exact).abs());
  }

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> digits =
        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25).map(f -> "." + f);
    return Combinators.combine(
            Arbitraries.integers().between(0, 599_998),
            Arbitraries.oneOf(Arbitraries.just(""), digits),
            Arbitraries.of("", "e0", "e-3", "e-12", "E-310"))
        .as((whole, fraction, exponent) -> whole + fraction + exponent);
  }
}
