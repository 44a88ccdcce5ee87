package org.variometer.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Records from a valid beacon with up to three fields changed and maybe its text (SPEC §1). */
final class WildRecords {

  private WildRecords() {}

  /** A field by its path and what it is given. */
  private record Change(String path, Object value) {}

  static Arbitrary<Oracle.Line> record() {
    Arbitrary<List<Change>> changes =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(List.of())),
            Tuple.of(6, change().list().ofSize(1)),
            Tuple.of(2, change().list().ofSize(2)),
            Tuple.of(1, change().list().ofSize(3)));
    Arbitrary<OptionalLong> arrivals =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(OptionalLong.empty())),
            Tuple.of(
                1,
                Arbitraries.of(
                        0L,
                        299_999L,
                        300_000L,
                        300_001L,
                        -259_199_999L,
                        -259_200_000L,
                        -259_200_001L,
                        DraftArbitraries.MIDNIGHT)
                    .map(early -> OptionalLong.of(DraftArbitraries.MIDNIGHT - early))));
    return Combinators.combine(
            types(), changes, arrivals, DraftArbitraries.styles(), WildBytes.damage())
        .as(
            (type, list, arrival, style, damage) -> {
              Map<String, Object> fields = valid(type);
              list.forEach(change -> apply(change, fields));
              removeAbsent(fields);
              byte[] bytes = BeaconText.write(fields, style).getBytes(StandardCharsets.UTF_8);
              return new Oracle.Line(damage.applyTo(bytes), arrival);
            });
  }

  private static Arbitrary<String> types() {
    return Arbitraries.of("pageView", "order", "order", "error", "performance", "event", "hover");
  }

  private static Map<String, Object> valid(String type) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("beaconId", "b1");
    fields.put("sessionId", "s1");
    fields.put("visitorId", "v1");
    fields.put("timestamp", DraftArbitraries.MIDNIGHT);
    fields.put("type", type);
    fields.put("assigned", new ArrayList<>(List.of(mention(), mention())));
    fields.put("qualified", new ArrayList<>(List.of(mention())));
    fields.put("order", new LinkedHashMap<>(Map.of("id", "o1", "revenue", "20.00")));
    fields.put("event", new LinkedHashMap<>(Map.of("name", "search")));
    fields.put("performance", new LinkedHashMap<>());
    return fields;
  }

  private static Map<String, Object> mention() {
    return new LinkedHashMap<>(Map.of("experiment", "checkout", "variant", "control"));
  }

  private static Arbitrary<Change> change() {
    Arbitrary<Change> anywhere =
        Combinators.combine(
                Arbitraries.of(
                    "beaconId",
                    "sessionId",
                    "visitorId",
                    "timestamp",
                    "receivedAt",
                    "type",
                    "site",
                    "assigned",
                    "qualified",
                    "order",
                    "performance",
                    "error",
                    "event",
                    "bot",
                    "unknown",
                    "assigned.0",
                    "assigned.1.experiment",
                    "assigned.0.variant",
                    "qualified.0",
                    "qualified.0.experiment",
                    "qualified.0.variant",
                    "order.id",
                    "order.revenue",
                    "order.units",
                    "order.currency",
                    "event.name",
                    "event.value",
                    "performance.page_load",
                    "performance.inp",
                    "performance.bogus"),
                WildValues.value())
            .as(Change::new);
    Arbitrary<Change> amounts =
        Combinators.combine(
                Arbitraries.of("order.revenue", "order.units", "event.value", "performance.lcp"),
                Arbitraries.oneOf(WildValues.number(), WildTexts.amountText()))
            .as(Change::new);
    Arbitrary<Change> texts =
        Combinators.combine(
                Arbitraries.of(
                    "beaconId",
                    "type",
                    "site",
                    "order.id",
                    "order.currency",
                    "event.name",
                    "qualified.0.variant"),
                WildTexts.text())
            .as(Change::new);
    Arbitrary<Change> currencies =
        Arbitraries.of("USD", "EUR", "ZZZ", "ZZZ", "usd")
            .map(code -> new Change("order.currency", code));
    Arbitrary<Change> times =
        Arbitraries.of(0L, -300_000L, -300_001L, 259_200_000L, 259_200_001L)
            .map(lag -> new Change("receivedAt", DraftArbitraries.MIDNIGHT + lag));
    Arbitrary<Change> depths =
        Combinators.combine(
                Arbitraries.of("unknown", "error", "order", "assigned", "bot"),
                Arbitraries.of(62, 63, 64, 65, 30_000),
                Arbitraries.of(true, false))
            .as((path, depth, objects) -> new Change(path, nested(depth, objects)));
    Arbitrary<Change> bots =
        DraftArbitraries.raw("true", "true", "false").map(bot -> new Change("bot", bot));
    return Arbitraries.frequencyOf(
        Tuple.of(12, anywhere),
        Tuple.of(4, amounts),
        Tuple.of(3, texts),
        Tuple.of(2, currencies),
        Tuple.of(2, times),
        Tuple.of(1, depths),
        Tuple.of(1, bots));
  }

  private static BeaconText.Raw nested(int depth, boolean objects) {
    String open = objects ? "{\"x\":" : "[";
    String close = objects ? "}" : "]";
    return new BeaconText.Raw(open.repeat(depth) + "1" + close.repeat(depth));
  }

  /** Changes the field if the path leads to it still. */
  @SuppressWarnings("unchecked")
  private static void apply(Change change, Map<String, Object> fields) {
    Object place = fields;
    String[] steps = change.path().split("\\.");
    for (int i = 0; i < steps.length - 1; i++) {
      place = child(place, steps[i]);
    }
    String last = steps[steps.length - 1];
    if (place instanceof Map<?, ?>) {
      ((Map<String, Object>) place).put(last, change.value());
    } else if (place instanceof List<?> && change.value() != Draft.ABSENT) {
      ((List<Object>) place).set(Integer.parseInt(last), change.value());
    }
  }

  private static Object child(Object place, String step) {
    if (place instanceof Map<?, ?> map) {
      return map.get(step);
    }
    return place instanceof List<?> list ? list.get(Integer.parseInt(step)) : null;
  }

  private static void removeAbsent(Object place) {
    if (place instanceof Map<?, ?> map) {
      map.values().removeIf(value -> value == Draft.ABSENT);
      map.values().forEach(WildRecords::removeAbsent);
    } else if (place instanceof List<?> list) {
      list.forEach(WildRecords::removeAbsent);
    }
  }
}
