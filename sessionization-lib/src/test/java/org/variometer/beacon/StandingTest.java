package org.variometer.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of several beacons with one identity the lowest by timestamp, then by facts, stands (spec §2).
 */
class StandingTest {

  /**
   * Each chain rises from line to line by one fact, while all later facts fall: the fact decides,
   * and decides before those behind it.
   */
  private static final String CHAINS =
      """
      # type
      {$ids,"timestamp":1763661600000,"type":"error","visitorId":"z","qualified":[{"experiment":"e","variant":"v"}]}
      {$ids,"timestamp":1763661600000,"type":"event","visitorId":"y","event":{"name":"add"}}
      {$ids,"timestamp":1763661600000,"type":"order","visitorId":"x","order":{"id":"z","revenue":9}}
      {$ids,"timestamp":1763661600000,"type":"pageView","visitorId":"w","performance":{"inp":1}}
      {$ids,"timestamp":1763661600000,"type":"performance","visitorId":"v"}

      # visitorId, by UTF-8 bytes: U+FF61 before U+1F600, which UTF-16 has the other way round
      {$page,"visitorId":"V","assigned":[{"experiment":"e","variant":"v"}]}
      {$page,"visitorId":"v"}
      {$page,"visitorId":"v "}
      {$page,"visitorId":"vv"}
      {$page,"visitorId":"ä"}
      {$page,"visitorId":"｡"}
      {$page,"visitorId":"\\uffff"}
      {$page,"visitorId":"😀"}

      # assigned: absent before present, then element by element, a beginning before the whole
      {$page,"qualified":[{"experiment":"z","variant":"z"}]}
      {$page,"assigned":[{"experiment":"d","variant":"z"},{"experiment":"e","variant":"v"}]}
      {$page,"assigned":[{"experiment":"e","variant":"v"}]}
      {$page,"assigned":[{"experiment":"f","variant":"v"},{"experiment":"e","variant":"v"}]}
      {$page,"assigned":[{"experiment":"e","variant":"v"},{"experiment":"f","variant":"w"}]}
      {$page,"assigned":[{"experiment":"e","variant":"w"}]}
      {$page,"assigned":[{"experiment":"ee","variant":"v"}]}
      {$page,"assigned":[{"experiment":"｡","variant":"v"}]}
      {$page,"assigned":[{"experiment":"😀","variant":"｡"}]}
      {$page,"assigned":[{"experiment":"😀","variant":"😀"}]}

      # qualified, likewise
      {$page,"performance":{"page_load":9}}
      {$page,"qualified":[{"experiment":"e","variant":"v"}],"performance":{"page_load":8}}
      {$page,"qualified":[{"experiment":"e","variant":"v"},{"experiment":"e","variant":"w"}]}
      {$page,"qualified":[{"experiment":"e","variant":"w"}]}
      {$page,"qualified":[{"experiment":"f","variant":"a"}]}

      # order id
      {$order,"order":{"id":"O","revenue":9,"units":9}}
      {$order,"order":{"id":"o","revenue":8,"units":8}}
      {$order,"order":{"id":"｡","revenue":7,"units":7}}
      {$order,"order":{"id":"😀","revenue":6,"units":6}}

      # revenue, after conversion: 2 EUR are 2.1664 USD
      {$order,"order":{"id":"o","revenue":0,"units":9}}
      {$order,"order":{"id":"o","revenue":2.1663,"units":8}}
      {$order,"order":{"id":"o","revenue":2,"currency":"EUR","units":7}}
      {$order,"order":{"id":"o","revenue":2.1665,"units":6}}
      {$order,"order":{"id":"o","revenue":10,"units":5}}

      # units: 1 where it says nothing
      {$order,"order":{"id":"o","revenue":1,"units":0},"performance":{"page_load":9}}
      {$order,"order":{"id":"o","revenue":1},"performance":{"page_load":8}}
      {$order,"order":{"id":"o","revenue":1,"units":2},"performance":{"page_load":7}}
      {$order,"order":{"id":"o","revenue":1,"units":10}}

      # event name: an undeclared event is absent
      {$event,"event":{"name":"zzz","value":9},"performance":{"page_load":9}}
      {$event,"event":{"name":"add","value":9},"performance":{"page_load":8}}
      {$event,"event":{"name":"größe","value":-9}}

      # event value: absent before present, negative before positive
      {$event,"event":{"name":"add"},"performance":{"page_load":9}}
      {$event,"event":{"name":"add","value":-10},"performance":{"page_load":8}}
      {$event,"event":{"name":"add","value":-9},"performance":{"page_load":7}}
      {$event,"event":{"name":"add","value":0},"performance":{"page_load":6}}
      {$event,"event":{"name":"add","value":9},"performance":{"page_load":5}}
      {$event,"event":{"name":"add","value":10}}

      # performance, in the order of the names: absent before present, by number
      {$page}
      {$page,"performance":{"inp":9}}
      {$page,"performance":{"inp":10}}
      {$page,"performance":{"lcp":0,"inp":9}}
      {$page,"performance":{"lcp":7}}
      {$page,"performance":{"dom_interactive":6}}
      {$page,"performance":{"ttfb":5,"inp":9}}
      {$page,"performance":{"ttfb":5,"lcp":1}}
      {$page,"performance":{"page_load":0}}
      {$page,"performance":{"page_load":0,"inp":1}}
      {$page,"performance":{"page_load":4}}
      {$page,"performance":{"page_load":4.000001}}
      {$page,"performance":{"page_load":30}}
      """;

  /** Different spellings of the same facts. */
  private static final String SAME =
      """
      {$page}
      {$page,"assigned":[],"qualified":null,"performance":{"bogus":1,"lcp":-1},"site":"default"}
      {$page,"order":{"id":"o"},"event":{"name":"add"},"error":7,"bot":false,"receivedAt":1763661600001}

      {$order,"order":{"id":"o","revenue":2.1664}}
      {$order,"order":{"id":"o","revenue":2,"currency":"EUR","units":1}}

      {$event}
      {$page,"type":"hover","event":{"name":"zzz","value":1}}

      {$page,"assigned":[{"experiment":"e","variant":"v"},{"experiment":"f","variant":"v"}]}
      {$page,"assigned":[{"experiment":"f","variant":"v"},{"experiment":"e","variant":"v"},{"experiment":"e","variant":"v"}]}

      {$page,"performance":{"lcp":0}}
      {$page,"performance":{"lcp":-0.0}}
      """;

  static Stream<List<Beacon>> chains() {
    return paragraphs(CHAINS);
  }

  static Stream<List<Beacon>> same() {
    return paragraphs(SAME);
  }

  private static Stream<List<Beacon>> paragraphs(String text) {
    return Stream.of(text.split("\n\n"))
        .map(
            paragraph ->
                paragraph
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Decoding.DEFAULT::beacon)
                    .toList());
  }

  @ParameterizedTest
  @MethodSource("chains")
  void theLowerFactsStand(List<Beacon> rising) {
    for (int low = 0; low < rising.size(); low++) {
      for (int high = low + 1; high < rising.size(); high++) {
        assertThat(rising.get(low).standing(rising.get(high))).isSameAs(rising.get(low));
        assertThat(rising.get(high).standing(rising.get(low))).isSameAs(rising.get(low));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("same")
  void equalFactsAreOneBeacon(List<Beacon> spellings) {
    assertThat(spellings).allSatisfy(beacon -> assertThat(beacon).isEqualTo(spellings.get(0)));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void theTimestampComesBeforeAllFacts(List<Beacon> rising) {
    Beacon first = rising.get(0);
    Beacon last = rising.get(rising.size() - 1);
    Beacon earlier = at(Decoding.T - 1, last);

    assertThat(earlier.standing(first)).isSameAs(earlier);
    assertThat(first.standing(earlier)).isSameAs(earlier);
  }

  @Property
  void theLowestOfAnySetStandsInAnyOrder(
      @ForAll("beacons") Beacon a, @ForAll("beacons") Beacon b, @ForAll("beacons") Beacon c) {
    assertThat(a.standing(a)).isEqualTo(a);
    assertThat(a.standing(b)).isEqualTo(b.standing(a)).isIn(a, b);
    assertThat(a.standing(b).standing(c)).isEqualTo(a.standing(b.standing(c)));
  }

  @Provide
  Arbitrary<Beacon> beacons() {
    List<Beacon> all = chains().flatMap(List::stream).toList();
    return Combinators.combine(Arbitraries.of(all), Arbitraries.longs().between(0, 1))
        .as((beacon, later) -> at(Decoding.T + later, beacon));
  }

  @Test
  void betweenCopiesOfDifferentDeclarationsOneStandsWhicheverCameFirst() {
    CustomMetric carts = new CustomMetric("carts", "add", CustomMetric.Measure.VISITS);
    CustomMetric sums = new CustomMetric("adds", "add", CustomMetric.Measure.SUM);
    List<List<CustomMetric>> declarations =
        List.of(
            List.of(Decoding.ADDS), List.of(Decoding.ADDS, carts), List.of(sums), List.of(carts));
    List<Beacon> copies = declarations.stream().map(StandingTest::declared).toList();
    for (Beacon a : copies) {
      for (Beacon b : copies) {
        assertThat(a.standing(b)).isEqualTo(b.standing(a));
      }
    }
  }

  private static Beacon declared(List<CustomMetric> metrics) {
    Decoding decoding =
        new Decoding(
            new BeaconDecoder(
                BeaconRules.of(
                    0, metrics, Decoding.enrichment(Map.of(), Map.of(), Optional.empty()))));
    return decoding.beacon("{$event,\"event\":{\"name\":\"add\"}}");
  }

  @Test
  void aSessionsBeaconsAreOrderedByTimestampThenByUnsignedIdentity() {
    List<Beacon> ordered =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    beacon(
                        new long[] {-1, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}[i],
                        Decoding.T + (i == 0 ? 0 : 1)))
            .toList();

    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void detailsThatDoNotFitTheTypeAreRefused() {
    Beacon page = Decoding.DEFAULT.beacon("{$page}");
    Beacon order = Decoding.DEFAULT.beacon("{$order,\"order\":{\"id\":\"o\",\"revenue\":1}}");
    Beacon event = Decoding.DEFAULT.beacon("{$event,\"event\":{\"name\":\"add\"}}");

    assertThatThrownBy(() -> with(page, order.order(), null))
        .hasMessage("an order belongs to type order and to no other");
    assertThatThrownBy(() -> with(order, null, null))
        .hasMessage("an order belongs to type order and to no other");
    assertThatThrownBy(() -> with(page, null, event.event()))
        .hasMessage("an event belongs to type event alone");
  }

  private static Beacon beacon(long id, long timestamp) {
    return new Beacon(
        id,
        timestamp,
        BeaconType.PAGE_VIEW,
        "v",
        List.of(),
        List.of(),
        null,
        null,
        Performance.NONE);
  }

  private static Beacon at(long timestamp, Beacon of) {
    return new Beacon(
        of.id(),
        timestamp,
        of.type(),
        of.visitorId(),
        of.assigned(),
        of.qualified(),
        of.order(),
        of.event(),
        of.performance());
  }

  private static Beacon with(Beacon of, Order order, Event event) {
    return new Beacon(
        of.id(),
        of.timestamp(),
        of.type(),
        of.visitorId(),
        of.assigned(),
        of.qualified(),
        order,
        event,
        of.performance());
  }
}
