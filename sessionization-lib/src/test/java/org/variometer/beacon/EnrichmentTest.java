package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step between validation and grouping (spec §1). */
class EnrichmentTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  /** An exact product, half-up to micros. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # rate          | amount           | micros           | why
          1               | 0.000001         | 1                | 1
          0.5             | 0.000001         | 1                | a tie of .5 goes up from 0
          0.5             | 0.000003         | 2                | from 1: half-even would say the same
          0.5             | 0.000005         | 3                | from 2: half-even would stay
          1.5             | 0.000001         | 2                | a tie above 1
          2.5             | 0.000001         | 3                | half-even would stay
          0.49999999999999999999 | 0.000001  | 0                | a little less than a tie
          0.50000000000000000001 | 0.000001  | 1                | a little more
          1.0832          | 12.34            | 13366688         | exact
          1.0832          | 0.01             | 10832            | exact
          0.0000001       | 0.000004         | 0                | far below
          0.333333        | 3                | 999999           | no rounding of the rate
          0.1             | 0.000005         | 1                | .5 as a decimal, which no double is
          0.1             | 0.000004         | 0                | .4
          1.1             | 10000000         | 11000000000000   | above the greatest revenue
          999             | 10000000         | 9990000000000000 | far above: exact beyond 2^53
          """,
      delimiter = '|')
  void anAmountIsConvertedHalfUpToMicros(String rate, String amount, long micros, String why) {
    Decoding decoding = Decoding.of(10_000_000 * Micros.PER_UNIT, Map.of("EUR", rate));

    assertThat(decoding.beacon(order(amount, "EUR")).order().revenue()).as(why).isEqualTo(micros);
  }

  @Test
  void theReportingCurrencyIsNeverConverted() {
    Decoding decoding = Decoding.of(10_000_000, Map.of("USD", "2", "EUR", "3"));

    assertThat(decoding.beacon(order("1", "USD")).order().revenue()).isEqualTo(1_000_000);
    assertThat(decoding.beacon("{$order,\"order\":{\"id\":\"o\",\"revenue\":1}}").order().revenue())
        .isEqualTo(1_000_000);
    assertThat(decoding.beacon(order("1", "EUR")).order().revenue()).isEqualTo(3_000_000);
  }

  @Test
  void anotherReportingCurrencyIsTheDefault() {
    Enrichment enrichment =
        new Enrichment(
            "EUR", Map.of("USD", new java.math.BigDecimal("0.5")), Map.of(), Optional.empty());
    Decoding decoding = Decoding.of(10_000_000, enrichment);

    assertThat(decoding.beacon("{$order,\"order\":{\"id\":\"o\",\"revenue\":1}}").order().revenue())
        .isEqualTo(1_000_000);
    assertThat(decoding.beacon(order("1", "USD")).order().revenue()).isEqualTo(500_000);
    assertThat(decoding.verdict(order("1", "GBP"))).isEqualTo("unknown_currency");
  }

  /** Computed by Python's hmac: the first 16 bytes of HMAC-SHA-256 of the UTF-8, in hex. */
  @ParameterizedTest
  @CsvSource({
    "v1, 20bd04b79e62af453fc53bbfd674f8e0",
    "Zoë-😀, 3812a26376d874f09c5de595d1297ad2",
    "Zo\\u00eb-\\ud83d\\ude00, 3812a26376d874f09c5de595d1297ad2"
  })
  void aVisitorIsHashedWithTheKey(String visitorId, String hash) {
    Decoding decoding =
        Decoding.of(0, Decoding.enrichment(Map.of(), Map.of(), Optional.of(Decoding.utf8(KEY))));

    assertThat(decoding.beacon("{$page,\"visitorId\":\"" + visitorId + "\"}").visitorId())
        .isEqualTo(hash);
  }

  @Test
  void withoutAKeyVisitorsStayAsTheyAre() {
    assertThat(Decoding.DEFAULT.beacon("{$page,\"visitorId\":\"v1\"}").visitorId()).isEqualTo("v1");
  }

  @Test
  void theHashIsThatOfTheIdThatWasValidated() {
    Decoding decoding =
        Decoding.of(0, Decoding.enrichment(Map.of(), Map.of(), Optional.of(Decoding.utf8(KEY))));

    assertThat(decoding.verdict("{$page,\"visitorId\":\" \"}")).isEqualTo("missing_field");
    assertThat(decoding.verdict("{$page,\"visitorId\":\"<<x*129>>\"}")).isEqualTo("bad_field");
  }

  @ParameterizedTest
  @CsvSource({
    "m.shop.example, shop",
    "shop, shop",
    "other, other",
    "'', main",
    "default, main",
    "a, b",
    "b, c"
  })
  void aSiteIsMappedOnce(String named, String expected) {
    Map<String, String> mapping =
        Map.of("m.shop.example", "shop", "default", "main", "a", "b", "b", "c");
    Decoding decoding = Decoding.of(0, Decoding.enrichment(Map.of(), mapping, Optional.empty()));

    assertThat(decoding.accepted("{$page,\"site\":\"" + named + "\"}").session())
        .isEqualTo(new SessionKey(expected, "s"));
  }

  private static String order(String amount, String currency) {
    return "{$order,\"order\":{\"id\":\"o\",\"revenue\":\""
        + amount
        + "\",\"currency\":\""
        + currency
        + "\"}}";
  }
}
