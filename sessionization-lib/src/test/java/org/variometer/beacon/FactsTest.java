package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an accepted record says, normalised (spec §1, §2). */
class FactsTest {

  @Test
  void everyFactIsRead() {
    String record =
        """
        {"beaconId":"b","sessionId":"s","visitorId":"Zoë 😀","timestamp":1763661600000,
         "receivedAt":1763661600250,"type":"order","site":"shop","error":{},"bot":false,
         "assigned":[{"experiment":"e","variant":"v"}],"qualified":[{"experiment":"f","variant":"w"}],
         "order":{"id":"o","revenue":"12.34","units":3,"currency":"USD"},
         "performance":{"page_load":812.5,"inp":0}}
        """;

    assertThat(Decoding.DEFAULT.accepted(record))
        .isEqualTo(
            new BeaconRecord(
                new SessionKey("shop", "s"),
                1_763_661_600_250L,
                new Beacon(
                    0x78452AA11AF39F9BL,
                    Decoding.T,
                    BeaconType.ORDER,
                    "Zoë 😀",
                    List.of(new Mention("e", "v")),
                    List.of(new Mention("f", "w")),
                    new Order("o", 12_340_000, 3),
                    null,
                    Performance.of(new double[] {812.5, Double.NaN, Double.NaN, Double.NaN, 0})),
                0));
  }

  @Test
  void whatIsAbsentHasItsDefault() {
    BeaconRecord record = Decoding.DEFAULT.accepted("{$page}");

    assertThat(record.session()).isEqualTo(new SessionKey("default", "s"));
    assertThat(record.arrival()).isEqualTo(Decoding.T);
    assertThat(record.ignoredPerformance()).isZero();
    assertThat(record.beacon().assigned()).isEmpty();
    assertThat(record.beacon().qualified()).isEmpty();
    assertThat(record.beacon().order()).isNull();
    assertThat(record.beacon().event()).isNull();
    assertThat(record.beacon().performance()).isEqualTo(Performance.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "pageView, PAGE_VIEW",
    "error, ERROR",
    "performance, PERFORMANCE",
    "event, EVENT",
    "hover, EVENT",
    "pageview, EVENT",
    "PAGEVIEW, EVENT",
    "page\\u0056iew, PAGE_VIEW",
    "ORDER, EVENT"
  })
  void anUnknownTypeIsAnEvent(String type, BeaconType expected) {
    assertThat(Decoding.DEFAULT.beacon("{$page,\"type\":\"" + type + "\"}").type())
        .isEqualTo(expected);
  }

  @Test
  void mentionsAreASortedSet() {
    String mentions =
        "[{\"experiment\":\"b\",\"variant\":\"y\"},{\"variant\":\"x\",\"experiment\":\"b\"},"
            + "{\"experiment\":\"\\u0062\",\"variant\":\"y\",\"since\":1},"
            + "{\"experiment\":\"a\",\"variant\":\"z\"},"
            + "{\"experiment\":\"😀\",\"variant\":\"v\"},{\"experiment\":\"｡\",\"variant\":\"v\"}]";
    Beacon beacon =
        Decoding.DEFAULT.beacon("{$page,\"assigned\":" + mentions + ",\"qualified\":[]}");

    assertThat(beacon.assigned())
        .containsExactly(
            new Mention("a", "z"),
            new Mention("b", "x"),
            new Mention("b", "y"),
            new Mention("｡", "v"),
            new Mention("😀", "v"));
    assertThat(beacon.qualified()).isEmpty();
  }

  @Test
  void aQualificationDoesNotAddAnAssignment() {
    Beacon beacon =
        Decoding.DEFAULT.beacon("{$page,\"qualified\":[{\"experiment\":\"e\",\"variant\":\"v\"}]}");

    assertThat(beacon.assigned()).isEmpty();
    assertThat(beacon.qualified()).containsExactly(new Mention("e", "v"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # order                                      | revenue  | units
          {"id":"o","revenue":0}                       | 0        | 1
          {"id":"o","revenue":"0.1","units":0}         | 100000   | 0
          {"id":"o","revenue":0.1,"units":1000000}     | 100000   | 1000000
          {"id":"o","revenue":20,"units":null}         | 20000000 | 1
          {"id":"o","revenue":-0,"units":-0}           | 0        | 0
          {"id":"o","revenue":1e1,"currency":null}     | 10000000 | 1
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void anOrderHasOneUnitUnlessItSays(String order, long revenue, int units) {
    assertThat(Decoding.DEFAULT.beacon("{$order,\"order\":" + order + "}").order())
        .isEqualTo(new Order("o", revenue, units));
  }

  @Test
  void onlyADeclaredEventIsAnEvent() {
    assertThat(
            Decoding.DEFAULT.beacon("{$event,\"event\":{\"name\":\"add\",\"value\":-2.5}}").event())
        .isEqualTo(new Event("add", OptionalLong.of(-2_500_000), List.of(Decoding.ADDS)));
    assertThat(Decoding.DEFAULT.beacon("{$event,\"event\":{\"name\":\"größe\"}}").event())
        .isEqualTo(new Event("größe", OptionalLong.empty(), List.of(Decoding.SIZES)));
    assertThat(
            Decoding.DEFAULT.beacon("{$event,\"event\":{\"name\":\"gr\\u00f6\\u00dfe\"}}").event())
        .isEqualTo(new Event("größe", OptionalLong.empty(), List.of(Decoding.SIZES)));
    assertThat(Decoding.DEFAULT.beacon("{$event,\"event\":{\"name\":\"Add\",\"value\":1}}").event())
        .isNull();
    assertThat(Decoding.DEFAULT.beacon("{$event}").event()).isNull();
  }

  @Test
  void detailsOfOtherTypesAreNoFacts() {
    Beacon page =
        Decoding.DEFAULT.beacon(
            "{$page,\"order\":{\"id\":\"o\",\"revenue\":1},\"event\":{\"name\":\"add\"}}");
    Beacon order =
        Decoding.DEFAULT.beacon(
            "{$order,\"order\":{\"id\":\"o\",\"revenue\":1},\"event\":{\"name\":\"add\"}}");

    assertThat(page.order()).isNull();
    assertThat(page.event()).isNull();
    assertThat(order.event()).isNull();
  }

  @Test
  void theArrivalIsTheRecordsTimestampElseReceivedAtElseTimestamp() {
    byte[] plain = Notation.bytes("{$page}");
    byte[] received = Notation.bytes("{$page,\"receivedAt\":1763661600007}");

    assertThat(arrival(Decoding.DEFAULT.record(received, Decoding.T + 5)))
        .isEqualTo(Decoding.T + 5);
    assertThat(arrival(Decoding.DEFAULT.record(plain, Decoding.T + 5))).isEqualTo(Decoding.T + 5);
    assertThat(arrival(Decoding.DEFAULT.line(received))).isEqualTo(Decoding.T + 7);
    assertThat(arrival(Decoding.DEFAULT.line(plain))).isEqualTo(Decoding.T);
  }

  @ParameterizedTest
  @CsvSource({
    "site, shop, shop",
    "site, '', default",
    "site, ' \\u3000', default",
    "site, default, default",
    "x, shop, default"
  })
  void aBlankSiteIsTheDefaultOne(String field, String site, String expected) {
    assertThat(
            Decoding.DEFAULT
                .accepted("{$page,\"" + field + "\":\"" + site + "\"}")
                .session()
                .site())
        .isEqualTo(expected);
  }

  /** Known vectors of 64-bit xxHash with seed 0, computed elsewhere; compared as unsigned. */
  @ParameterizedTest
  @CsvSource({
    "a, d24ec4f1a98c6e5b",
    "\\u0061, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
    "Nobody inspects the spammish repetiti\\u006fn, fbcea83c8a378bf1",
  })
  void theIdentityIsTheXxHashOfTheIdsUtf8(String beaconId, String hash) {
    long id = Decoding.DEFAULT.beacon("{$page,\"beaconId\":\"" + beaconId + "\"}").id();

    assertThat(Long.toHexString(id)).isEqualTo(hash);
  }

  @Test
  void anIdIsItsTextAndNotItsSpelling() {
    assertThat(Decoding.DEFAULT.beacon("{$page,\"beaconId\":\"Zo\\u00eb \\ud83d\\ude00\"}"))
        .isEqualTo(Decoding.DEFAULT.beacon("{$page,\"beaconId\":\"Zoë 😀\"}"));
    // No normal forms: e and a combining diaeresis are another id.
    assertThat(Decoding.DEFAULT.beacon("{$page,\"beaconId\":\"Zoe\\u0308 😀\"}").id())
        .isNotEqualTo(Decoding.DEFAULT.beacon("{$page,\"beaconId\":\"Zoë 😀\"}").id());
  }

  @Test
  void aRecordLeavesNothingToTheNext() {
    Decoding decoding = Decoding.of(10_000_000, Map.of());
    String rich =
        "{$order,\"site\":\"shop\",\"bot\":true,\"receivedAt\":1763661600001,"
            + "\"assigned\":[{\"experiment\":\"e\",\"variant\":\"v\"}],"
            + "\"order\":{\"id\":\"o\",\"revenue\":1},\"performance\":{\"lcp\":\"x\"}}";

    assertThat(decoding.verdict(rich)).isEqualTo("bot");
    assertThat(decoding.accepted("{$page}")).isEqualTo(Decoding.DEFAULT.accepted("{$page}"));
    assertThat(decoding.verdict("{\"site\":\"shop\"")).isEqualTo("malformed_json");
    assertThat(decoding.accepted("{$page}")).isEqualTo(Decoding.DEFAULT.accepted("{$page}"));
  }

  private static long arrival(Decoded decoded) {
    return ((BeaconRecord) decoded).arrival();
  }
}
