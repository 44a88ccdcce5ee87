package org.variometer.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Beacon lines that hit the hard parts of SPEC §1–§4 often. */
public final class BeaconTraffic {

  private BeaconTraffic() {}

  /** A copy of a beacon: which, with what changed, written how. */
  private record Copy(int index, Map<String, Object> changes, long shift, long style) {}

  /**
   * About 1 to 60 lines of few sessions (SPEC §1–§4), in any order of arrival, a few of them
   * rejected. Meant for {@link #settings}, but good with the defaults as well.
   */
  public static Arbitrary<List<Oracle.Line>> traffic() {
    Arbitrary<List<Draft>> crowd = DraftArbitraries.draft().list().ofMinSize(1).ofMaxSize(35);
    Arbitrary<List<Draft>> scenes =
        SceneArbitraries.scene().list().ofMaxSize(3).map(BeaconTraffic::flat);
    Arbitrary<List<Draft>> both =
        Arbitraries.frequencyOf(
            Tuple.of(3, Combinators.combine(crowd, scenes).as((a, b) -> flat(List.of(a, b)))),
            Tuple.of(1, SceneArbitraries.scene()));
    Arbitrary<List<Copy>> copies = copy().list().ofMaxSize(12);
    Arbitrary<Long> seeds =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(0L)), Tuple.of(3, Arbitraries.longs().greaterOrEqual(1)));
    return Combinators.combine(both, copies, seeds).as(BeaconTraffic::lines).withoutEdgeCases();
  }

  /** One record for validation, much wilder: every field of every wrong kind (SPEC §1). */
  public static Arbitrary<Oracle.Line> anyRecord() {
    return WildRecords.record().withoutEdgeCases();
  }

  /** Settings under which the traffic gets interesting: low caps, rates, custom metrics, sites. */
  public static Arbitrary<Oracle.Settings> settings() {
    Arbitrary<Integer> caps = Arbitraries.of(5000, 5000, 2, 3, 5, 8);
    Arbitrary<BigDecimal> revenues =
        Arbitraries.of("10000000", "10000000", "20", "9999999.999999").map(BigDecimal::new);
    Arbitrary<String> currencies = Arbitraries.of("USD", "USD", "EUR");
    Map<String, BigDecimal> rates =
        Map.of(
            "USD", new BigDecimal("0.9233333"),
            "EUR", new BigDecimal("1.0831234567"),
            "JPY", new BigDecimal("0.0067125"));
    List<Oracle.CustomMetric> metrics =
        List.of(
            new Oracle.CustomMetric("adds", "add_to_cart", "count"),
            new Oracle.CustomMetric("add_value", "add_to_cart", "sum"),
            new Oracle.CustomMetric("search_visits", "search", "visits"));
    Arbitrary<List<Oracle.CustomMetric>> declared =
        Arbitraries.of(metrics, metrics, metrics.subList(1, 2), List.of());
    Arbitrary<Map<String, String>> sites =
        Arbitraries.of(Map.of(), Map.of(), Map.of("shop", "default"), Map.of("default", "main"));
    return Combinators.combine(caps, revenues, currencies, declared, sites)
        .as(
            (cap, revenue, currency, custom, mapping) ->
                new Oracle.Settings(cap, revenue, currency, rates, custom, mapping));
  }

  private static Arbitrary<Copy> copy() {
    Arbitrary<Map<String, Object>> changes =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(Map.of())),
            Tuple.of(3, changedFact()),
            Tuple.of(1, DraftArbitraries.timestamps().map(time -> Map.of("timestamp", time))));
    Arbitrary<Long> shifts =
        Arbitraries.of(0L, 0L, 1L, 20 * 60_000L, 35 * 60_000L, 35 * 60_000L + 1);
    Arbitrary<Integer> indices =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 60));
    return Combinators.combine(indices, changes, shifts, DraftArbitraries.styles()).as(Copy::new);
  }

  /** One fact is another one, the timestamp the same: a tie. */
  private static Arbitrary<Map<String, Object>> changedFact() {
    Arbitrary<Map<String, Object>> visitors =
        Arbitraries.of("v1", "v2", "v\uff5e", "v\ud83d\ude00").map(v -> Map.of("visitorId", v));
    Arbitrary<Map<String, Object>> types =
        Arbitraries.of("pageView", "error", "hover").map(type -> Map.of("type", type));
    Arbitrary<Map<String, Object>> orders =
        Arbitraries.frequencyOf(
                Tuple.of(1, DetailArbitraries.order()),
                Tuple.of(3, DetailArbitraries.similarOrder()))
            .map(order -> Map.of("type", "order", "order", order));
    Arbitrary<Map<String, Object>> events =
        DetailArbitraries.event().map(event -> Map.of("type", "event", "event", event));
    Arbitrary<Map<String, Object>> performance =
        DetailArbitraries.performance().map(values -> Map.of("performance", values));
    Arbitrary<Map<String, Object>> assigned =
        MentionArbitraries.mentions().map(mentions -> Map.of("assigned", mentions));
    Arbitrary<Map<String, Object>> qualified =
        MentionArbitraries.mentions().map(mentions -> Map.of("qualified", mentions));
    return Arbitraries.oneOf(
        visitors, types, orders, orders, events, events, performance, assigned, qualified);
  }

  private static List<Oracle.Line> lines(List<Draft> drafts, List<Copy> copies, long seed) {
    List<Draft> all = new ArrayList<>(drafts);
    for (Copy copy : copies) {
      Draft original = drafts.get(copy.index() % drafts.size());
      all.add(shifted(original.with(copy.changes()).styled(copy.style()), copy.shift()));
    }
    List<Oracle.Line> lines = new ArrayList<>(all.stream().map(Draft::line).toList());
    if (seed != 0) {
      Collections.shuffle(lines, new Random(seed));
    }
    return lines;
  }

  /** Arrives later than the original. */
  private static Draft shifted(Draft draft, long shift) {
    if (draft.arrival().isPresent()) {
      return new Draft(
          draft.fields(),
          OptionalLong.of(draft.arrival().getAsLong() + shift),
          draft.style(),
          draft.damage());
    }
    return draft.fields().get("receivedAt") instanceof Long received
        ? draft.with(Map.of("receivedAt", received + shift))
        : draft;
  }

  private static <T> List<T> flat(List<List<T>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
