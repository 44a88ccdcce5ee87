package org.variometer.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Details of orders, events and load times (SPEC §1) from few and from edgy values. */
final class DetailArbitraries {

  private static final double GAMMA = 1.01 / 0.99;

  private DetailArbitraries() {}

  /** Orders that share ids; small currencies, now and then one without a rate. */
  static Arbitrary<Object> order() {
    Arbitrary<Object> revenue =
        Arbitraries.frequencyOf(
            Tuple.of(
                8,
                DraftArbitraries.raw(
                    "\"20.00\"", "30", "0.1", "0.2", "3.333333", "1e1", "\"7\"", "25E-1")),
            Tuple.of(
                3,
                DraftArbitraries.raw(
                    "0", "-0", "\"-0.0\"", "\"0.000001\"", "1e-6", "10000000", "9999999.999999")),
            Tuple.of(2, Arbitraries.integers().between(0, 100_000).map(DetailArbitraries::cents)));
    Arbitrary<Object> units =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(Draft.ABSENT)),
            Tuple.of(3, DraftArbitraries.raw("1", "2", "3", "0", "-0", "1000000", "null")));
    Arbitrary<Object> currency =
        Arbitraries.frequency(
            Tuple.of(20, Draft.ABSENT),
            Tuple.of(5, "USD"),
            Tuple.of(5, "EUR"),
            Tuple.of(2, "JPY"),
            Tuple.of(1, new BeaconText.Raw("null")),
            Tuple.of(1, "ZZZ"));
    Arbitrary<Object> spoiled =
        Arbitraries.frequency(
            Tuple.of(100, Draft.ABSENT),
            Tuple.of(1, new BeaconText.Raw("-1")),
            Tuple.of(1, new BeaconText.Raw("1e-7")),
            Tuple.of(1, new BeaconText.Raw("null")));
    Arbitrary<String> ids = Arbitraries.of("o1", "o1", "o2", "o3", "o4");
    return Combinators.combine(ids, revenue, units, currency, spoiled)
        .as(
            (id, amount, number, code, spoil) -> {
              Map<String, Object> order = new LinkedHashMap<>();
              order.put("id", id);
              order.put("revenue", spoil == Draft.ABSENT ? amount : spoil);
              order.put("units", number);
              order.put("currency", code);
              order.values().removeIf(value -> value == Draft.ABSENT);
              return order;
            });
  }

  /** Orders that differ by little. */
  static Arbitrary<Object> similarOrder() {
    Arbitrary<Object> revenue = DraftArbitraries.raw("20", "20", "20", "\"20.00\"", "20.000001");
    return Combinators.combine(revenue, DraftArbitraries.raw("1", "2", "10", "null"))
        .as((amount, units) -> Map.of("id", "o1", "revenue", amount, "units", units));
  }

  /** Events, declared or not (see {@link BeaconTraffic#settings}), with any sign of value. */
  static Arbitrary<Object> event() {
    Arbitrary<Object> value =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(Draft.ABSENT)),
            Tuple.of(
                3,
                DraftArbitraries.raw(
                    "\"19.99\"", "-9.99", "-19.99", "0", "5e-1", "null", "\"-0.000001\"")));
    return Combinators.combine(Arbitraries.of("add_to_cart", "search", "other"), value)
        .as(
            (name, amount) ->
                amount == Draft.ABSENT
                    ? Map.of("name", name)
                    : Map.of("name", name, "value", amount));
  }

  /** Load times: ordinary, tiny, on a bucket's edge, out of range, no numbers. */
  static Arbitrary<Object> performance() {
    Arbitrary<Object> ordinary =
        Arbitraries.integers()
            .between(1, 30_000)
            .map(i -> new BeaconText.Raw(i / 10 + "." + i % 10));
    Arbitrary<Object> bucketEdges =
        Arbitraries.integers()
            .between(-345, 665)
            .map(i -> new BeaconText.Raw(Double.toString(StrictMath.pow(GAMMA, i))));
    Arbitrary<Object> odd =
        DraftArbitraries.raw(
            "0",
            "-0.0",
            "0.0009999",
            "0.001",
            "1e-3",
            "1",
            "1e-400",
            "600000",
            "6E5",
            "600000.00000000001",
            "600000.0001",
            "600001",
            "-1",
            "1e400",
            "\"12\"",
            "null",
            "{}",
            "true");
    Arbitrary<Object> values =
        Arbitraries.frequencyOf(Tuple.of(3, ordinary), Tuple.of(2, bucketEdges), Tuple.of(3, odd));
    Arbitrary<String> names =
        Arbitraries.of("page_load", "page_load", "ttfb", "dom_interactive", "lcp", "inp", "bogus");
    return Arbitraries.maps(names, values).ofMaxSize(4).map(map -> map);
  }

  private static BeaconText.Raw cents(int cents) {
    return new BeaconText.Raw(cents / 100 + "." + cents / 10 % 10 + cents % 10);
  }
}
