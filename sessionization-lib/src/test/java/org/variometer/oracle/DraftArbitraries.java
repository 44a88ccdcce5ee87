package org.variometer.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Beacons (SPEC §1) from few values, so that they meet each other often. */
final class DraftArbitraries {

  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long MIDNIGHT = 1_763_683_200_000L;

  private DraftArbitraries() {}

  /** A beacon of some session, mostly a valid one. */
  static Arbitrary<Draft> draft() {
    Arbitrary<Map<String, Object>> fields =
        Combinators.combine(
                List.of(
                    field("beaconId", 1, ids("b", 10)),
                    field("sessionId", 1, ids("s", 3)),
                    field("visitorId", 1, ids("v", 3)),
                    type(),
                    field("site", 3, Arbitraries.of("shop", "shop", "shop", "default", " ")),
                    field("assigned", 3, MentionArbitraries.mentions()),
                    field("qualified", 6, MentionArbitraries.mentions()),
                    field("performance", 4, DetailArbitraries.performance()),
                    field("error", 12, raw("\"boom\"", "{\"code\":500}", "7", "null")),
                    field("bot", 15, raw("false", "false", "false", "null", "true")),
                    field("unknown", 15, raw("1e99999999999999999999", "[[{}]]", "\"\\ud800\"")),
                    spoiled()))
            .as(DraftArbitraries::merge);
    return Combinators.combine(fields, timestamps(), lags(), arrivalModes(), styles(), damages())
        .as(DraftArbitraries::draft);
  }

  private static Draft draft(
      Map<String, Object> fields, long time, long lag, int mode, long style, Draft.Damage damage) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("timestamp", time);
    boolean inField = mode == 1;
    boolean ofKafka = mode == 2;
    if (inField) {
      all.put("receivedAt", time + lag);
    } else if (ofKafka && lag % 2 == 0) {
      all.put("receivedAt", time + 7 * HOUR); // the record's timestamp takes precedence
    }
    all.putAll(fields);
    OptionalLong arrival = ofKafka ? OptionalLong.of(time + lag) : OptionalLong.empty();
    return new Draft(all, arrival, style, damage);
  }

  /** Edges of visits, minutes, hours and the day, exactly and a millisecond beside. */
  static Arbitrary<Long> timestamps() {
    Arbitrary<Long> gaps =
        Arbitraries.integers().between(-2, 4).map(k -> MIDNIGHT + k * 35 * MINUTE);
    Arbitrary<Long> hours = Arbitraries.integers().between(-2, 3).map(k -> MIDNIGHT + k * HOUR);
    Arbitrary<Long> minutes = Arbitraries.integers().between(-4, 4).map(k -> MIDNIGHT + k * MINUTE);
    Arbitrary<Long> edges =
        Arbitraries.frequencyOf(Tuple.of(6, gaps), Tuple.of(2, hours), Tuple.of(2, minutes));
    return Combinators.combine(edges, beside()).as(Long::sum);
  }

  /** Mostly 0, else a millisecond more or less. */
  static Arbitrary<Long> beside() {
    return Arbitraries.of(0L, 0L, -1L, 1L, 1L);
  }

  /** Arrival minus timestamp: around the spec's boundaries. */
  private static Arbitrary<Long> lags() {
    Arbitrary<Long> everyday = Arbitraries.of(0L, 250L, MINUTE, 35 * MINUTE, 40 * MINUTE, -MINUTE);
    Arbitrary<Long> edges =
        Combinators.combine(Arbitraries.of(-5 * MINUTE, 72 * HOUR, 72 * HOUR), beside())
            .as(Long::sum);
    return Arbitraries.frequencyOf(
        Tuple.of(6, everyday),
        Tuple.of(2, Combinators.combine(everyday, beside()).as(Long::sum)),
        Tuple.of(1, edges));
  }

  /** 0: no receivedAt; 1: receivedAt; 2: the Kafka record has the timestamp. */
  private static Arbitrary<Integer> arrivalModes() {
    return Arbitraries.of(0, 1, 1, 2);
  }

  /** Of {@link BeaconText}. */
  static Arbitrary<Long> styles() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(0L)), Tuple.of(1, Arbitraries.longs().between(1, 1_000_000)));
  }

  private static Arbitrary<Draft.Damage> damages() {
    return Arbitraries.frequency(
        Tuple.of(2000, Draft.Damage.NONE),
        Tuple.of(12, Draft.Damage.CUT),
        Tuple.of(8, Draft.Damage.TRAILING),
        Tuple.of(2, Draft.Damage.OVERSIZED));
  }

  /** Hardly ever something that makes the beacon invalid. */
  private static Arbitrary<Map<String, Object>> spoiled() {
    return Arbitraries.frequency(
        Tuple.of(200, Map.of()),
        Tuple.of(1, Map.of("visitorId", Draft.ABSENT)),
        Tuple.of(1, Map.of("sessionId", " ")),
        Tuple.of(1, Map.of("type", new BeaconText.Raw("7"))),
        Tuple.of(1, Map.of("timestamp", "1763683200000")),
        Tuple.of(1, Map.of("assigned", List.of(Map.of("experiment", "checkout")))),
        Tuple.of(1, Map.of("qualified", new BeaconText.Raw("[null]"))));
  }

  /** The type with the details that it asks for, at times with such that are ignored. */
  private static Arbitrary<Map<String, Object>> type() {
    Arbitrary<Map<String, Object>> order =
        DetailArbitraries.order().map(details -> Map.of("type", "order", "order", details));
    Arbitrary<Map<String, Object>> event =
        Combinators.combine(
                Arbitraries.of("event", "event", "hover"),
                field("event", 1, DetailArbitraries.event()))
            .as((type, details) -> merge(List.of(Map.of("type", type), details)));
    Arbitrary<Map<String, Object>> ignored =
        Arbitraries.of(
            Map.of("type", "pageView", "order", Map.of("id", "o1", "revenue", "20")),
            Map.of("type", "error", "order", new BeaconText.Raw("[7]")),
            Map.of("type", "pageView", "event", Map.of("name", "search")),
            Map.of("type", "performance", "event", new BeaconText.Raw("7")));
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just(Map.of("type", "pageView"))),
        Tuple.of(7, order),
        Tuple.of(3, Arbitraries.just(Map.of("type", "error"))),
        Tuple.of(1, Arbitraries.just(Map.of("type", "performance"))),
        Tuple.of(5, event),
        Tuple.of(1, Arbitraries.just(Map.of("type", "event"))),
        Tuple.of(1, ignored));
  }

  /** The field present once in so many times. */
  private static Arbitrary<Map<String, Object>> field(
      String name, int times, Arbitrary<? extends Object> value) {
    Arbitrary<Map<String, Object>> present = value.map(v -> Map.of(name, v));
    if (times == 1) {
      return present;
    }
    return Arbitraries.frequencyOf(
        Tuple.of(times - 1, Arbitraries.just(Map.of())), Tuple.of(1, present));
  }

  private static Arbitrary<String> ids(String prefix, int count) {
    return Arbitraries.integers().between(1, count).map(i -> prefix + i);
  }

  static Arbitrary<Object> raw(String... texts) {
    return Arbitraries.of(texts).map(BeaconText.Raw::new);
  }

  private static Map<String, Object> merge(List<Map<String, Object>> parts) {
    Map<String, Object> all = new LinkedHashMap<>();
    parts.forEach(all::putAll);
    return all;
  }
}
