package org.variometer.beacon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money-like values: which are amounts, and of how many micros exactly (spec §1). */
class AmountTest {
  private static final BigDecimal BOUND = BigDecimal.TEN.pow(9);

  /** An event's value, which may be negative and has no bound but that of the form. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # value              | micros           | why
          0                    | 0                | nothing
          -0                   | 0                | −0 is 0
          -0.000               | 0                | with decimals
          -0e-7                | 0                | with an exponent
          0e99999999999999999999 | 0              | of any size
          0.1                  | 100000           | exactly
          -1.5                 | -1500000         | negative
          0.000001             | 1                | the smallest
          -0.000001            | -1               | negative
          0.0000001            | bad              | seven decimals
          0.1234567            | bad              | seven decimals
          0.1234560            | 123456           | the seventh is a trailing zero
          0.12345600000000000  | 123456           | however many
          999999999            | 999999999000000  | nine digits
          -999999999.999999    | -999999999999999 | the lowest
          999999999.999999     | 999999999999999  | the greatest
          999999999.9999990    | 999999999999999  | with a trailing zero
          999999999.9999991    | bad              | with another digit
          1000000000           | bad              | ten digits
          1000000000.0         | bad              | ten digits and a trailing zero
          1234567890           | bad              | ten digits
          1e0                  | 1000000          | an exponent
          1E+2                 | 100000000        | in capitals, with a sign
          100e-2               | 1000000          | which takes the zeros
          1.5e3                | 1500000000       | which moves the point
          12345e-4             | 1234500          | to the left
          1e8                  | 100000000000000  | nine digits in plain notation
          1e9                  | bad              | ten
          0.1e10               | bad              | ten
          0.0001e12            | 100000000000000  | nine
          10e8                 | bad              | ten
          1e-6                 | 1                | six decimals in plain notation
          1e-7                 | bad              | seven
          10e-7                | 1                | six without the trailing zero
          123456789123456e-6   | 123456789123456  | fifteen digits
          1234567891234567e-6  | bad              | ten before the point
          1234567891234567e-7  | bad              | seven decimals
          0.000000123e3        | 123              | zeros in front count for nothing
          1e00000000000000000000001 | 10000000    | zeros in the exponent neither
          1e2147483648         | bad              | an exponent beyond 32 bits
          1e-2147483649        | bad              | a negative one
          1e4294967296         | bad              | 2^32 is not 0
          1e18446744073709551616 | bad            | nor is 2^64
          -1e99999999999999999999 | bad           | a huge one
          """,
      delimiter = '|')
  void aNumberIsReadInPlainNotation(String value, String micros, String why) {
    assertThat(value(value)).as(why).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # value              | micros           | why
          '0'                  | 0                | nothing
          '-0'                 | 0                | −0 is 0
          '-0.000000'          | 0                | with decimals
          '1'                  | 1000000          | one
          '-1.5'               | -1500000         | negative
          '007'                | 7000000          | leading zeros
          '000000001'          | 1000000          | nine digits
          '0000000001'         | bad              | ten
          '999999999.999999'   | 999999999999999  | the greatest
          '-999999999.999999'  | -999999999999999 | the lowest
          '1000000000'         | bad              | ten digits
          '1.000000'           | 1000000          | six decimals
          '1.0000000'          | bad              | seven
          '1.1234567'          | bad              | seven
          '0.000001'           | 1                | the smallest
          '1.'                 | bad              | no decimals
          '.5'                 | bad              | nothing before the point
          '-'                  | bad              | a sign alone
          '-.5'                | bad              | likewise
          '--1'                | bad              | two signs
          '+1'                 | bad              | a plus sign
          '1e3'                | bad              | an exponent
          '1,5'                | bad              | a comma
          '1.5.0'              | bad              | two points
          ' 1'                 | bad              | white space before
          '1 '                 | bad              | and behind
          '1\\n'                | bad              | a line feed behind
          ''                   | bad              | blank
          ' '                  | bad              | blank
          'NaN'                | bad              | a word
          '0x1'                | bad              | hexadecimal
          '1_0'                | bad              | an underscore
          '$1'                 | bad              | a sign of currency
          '−1'                 | bad              | a minus sign that is no hyphen
          '٣'                  | bad              | an Arabic digit
          '１'                 | bad              | a fullwidth digit
          '\\u0031\\u002e5'      | 1500000          | escapes
          '\\uD800'             | bad              | a lone surrogate
          """,
      delimiter = '|')
  void aStringIsReadByItsForm(String value, String micros, String why) {
    assertThat(value('"' + value + '"')).as(why).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ok",
    "-0, ok",
    "-0.0, ok",
    "-0.000001, bad",
    "10000000, ok",
    "1e7, ok",
    "10000000.000000, ok",
    "10000000.000001, bad",
    "999999999.999999, bad"
  })
  void revenueIsFrom0To10Million(String revenue, String expected) {
    String reason = expected.equals("ok") ? "accepted" : "bad_field";

    assertThat(Decoding.DEFAULT.verdict(order(revenue, "USD"))).isEqualTo(reason);
    assertThat(Decoding.DEFAULT.verdict(order(revenue, "EUR"))).isEqualTo(reason);
  }

  @Test
  void theGreatestRevenueIsConfigured() {
    Decoding decoding = Decoding.of(2_500_000, Map.of("EUR", "2"));

    assertThat(decoding.verdict(order("2.5", "USD"))).isEqualTo("accepted");
    assertThat(decoding.verdict(order("2.500001", "USD"))).isEqualTo("bad_field");
    // Before conversion.
    assertThat(decoding.beacon(order("2.5", "EUR")).order().revenue()).isEqualTo(5_000_000);
    assertThat(decoding.verdict(order("2.500001", "EUR"))).isEqualTo("bad_field");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1<<0*200000>>",
        "0.<<0*200000>>1",
        "<<7*200000>>",
        "0.<<3*200000>>",
        "1e<<9*200000>>",
        "1e-<<9*200000>>",
        "-1<<0*100000>>.<<0*100000>>1e-<<9*50000>>",
      })
  void aLongNumberIsDecidedWithoutExpandingIt(String value) {
    assertThat(value(value)).isEqualTo("bad");
  }

  @ParameterizedTest
  @CsvSource({
    "1<<0*200000>>e-200000, 1000000",
    "1.<<0*200000>>, 1000000",
    "-0.<<0*200000>>1e200001, -1000000",
    "0.<<0*200000>>e<<9*50000>>, 0",
    "2500<<0*100000>>.<<0*100000>>e-100003, 2500000",
    "1e<<0*200000>>1, 10000000",
  })
  void aLongNumberCanStandForAShortOne(String value, String micros) {
    assertThat(value(value)).isEqualTo(micros);
  }

  @Property
  void aNumberIsItsExactValueOrNone(@ForAll("numbers") String number) {
    BigDecimal micros = new BigDecimal(number).movePointRight(6).stripTrailingZeros();
    boolean amount = micros.scale() <= 0 && micros.abs().compareTo(BOUND.movePointRight(6)) < 0;
    byte[] bytes = number.getBytes(US_ASCII);

    assertThat(Micros.parseNumber(bytes, 0, bytes.length))
        .as(number)
        .isEqualTo(amount ? micros.longValueExact() : Micros.INVALID);
  }

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> whole =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 9_999_999_999L).map(Object::toString),
            Arbitraries.integers().between(0, 12).map(zeros -> "7" + "0".repeat(zeros)));
    Arbitrary<String> fraction =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.strings()
                .withChars("000129")
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(f -> "." + f));
    Arbitrary<String> exponent =
        Arbitraries.oneOf(
            Arbitraries.just(""), Arbitraries.integers().between(-20, 20).map(e -> "e" + e));
    return Combinators.combine(Arbitraries.of("", "-"), whole, fraction, exponent)
        .as((sign, w, f, e) -> sign + w + f + e);
  }

  private static String order(String revenue, String currency) {
    return "{$order,\"order\":{\"id\":\"o\",\"revenue\":"
        + revenue
        + ",\"currency\":\""
        + currency
        + "\"}}";
  }

  /** What is read from an event's value: micros, or {@code bad}. */
  private static String value(String json) {
    String record = "{$event,\"event\":{\"name\":\"add\",\"value\":" + json + "}}";
    String verdict = Decoding.DEFAULT.verdict(record);
    if (!verdict.equals("accepted")) {
      return verdict.equals("bad_field") ? "bad" : verdict;
    }
    OptionalLong value = Decoding.DEFAULT.beacon(record).event().value();
    return Long.toString(value.orElseThrow());
  }
}
