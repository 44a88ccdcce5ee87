package org.variometer.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.BeaconRecord;
import org.variometer.beacon.BeaconType;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Event;
import org.variometer.beacon.Mention;
import org.variometer.beacon.Order;
import org.variometer.beacon.Performance;

/** States that are allowed but look like none of the everyday ones. */
final class OddStates {
  private static final long MIN_TIMESTAMP = 946_684_800_000L;
  private static final long MAX_TIMESTAMP = 4_102_444_800_000L;

  private OddStates() {}

  /** States of up to 40 records, in pieces, some of them quarantined. */
  static Arbitrary<SessionState> states() {
    Arbitrary<SessionRules> rules =
        Arbitraries.of(SessionRules.stream(5000), SessionRules.batch(5000), SessionRules.stream(4));
    return Combinators.combine(rules, record().list().ofMaxSize(40)).as(States::of);
  }

  private static Arbitrary<BeaconRecord> record() {
    Arbitrary<Long> near = Arbitraries.longs().between(0, 100_000_000);
    return Combinators.combine(beacon(), near)
        .as((beacon, lag) -> Records.arrived(beacon, beacon.timestamp() + lag));
  }

  private static Arbitrary<Beacon> beacon() {
    Arbitrary<Long> ids =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(-3, 3));
    Arbitrary<Long> timestamps =
        Arbitraries.oneOf(
            Arbitraries.longs().between(MIN_TIMESTAMP, MAX_TIMESTAMP),
            Arbitraries.longs().between(0, 20_000_000).map(ms -> Records.NOON + ms));
    return Combinators.combine(
            ids, timestamps, id(), mentions(), mentions(), performance(), detail())
        .as(
            (id, timestamp, visitor, assigned, qualified, performance, detail) ->
                new Beacon(
                    id,
                    timestamp,
                    detail.type(),
                    visitor,
                    assigned,
                    qualified,
                    detail.order(),
                    detail.event(),
                    performance));
  }

  /** What depends on the type. */
  private record Detail(BeaconType type, Order order, Event event) {}

  private static Arbitrary<Detail> detail() {
    Arbitrary<Long> revenues =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 10_000_000_000_000_000L),
            Arbitraries.longs().greaterOrEqual(0));
    Arbitrary<Detail> orders =
        Combinators.combine(id(), revenues, Arbitraries.integers().between(0, 1_000_000))
            .as(
                (id, revenue, units) ->
                    new Detail(BeaconType.ORDER, new Order(id, revenue, units), null));
    Arbitrary<OptionalLong> values =
        Arbitraries.longs().map(OptionalLong::of).injectNull(0.3).map(OddStates::orEmpty);
    Arbitrary<Detail> events =
        Combinators.combine(id(), values, Arbitraries.integers().between(1, 3))
            .as(
                (name, value, metrics) ->
                    new Detail(
                        BeaconType.EVENT, null, new Event(name, value, metrics(name, metrics))));
    Arbitrary<Detail> plain =
        Arbitraries.of(
                BeaconType.PAGE_VIEW, BeaconType.ERROR, BeaconType.EVENT, BeaconType.PERFORMANCE)
            .map(type -> new Detail(type, null, null));
    return Arbitraries.oneOf(orders, events, plain);
  }

  private static List<CustomMetric> metrics(String event, int count) {
    return Stream.of(CustomMetric.Measure.values())
        .limit(count)
        .map(measure -> new CustomMetric("of_" + measure.code(), event, measure))
        .toList();
  }

  private static OptionalLong orEmpty(OptionalLong value) {
    return value == null ? OptionalLong.empty() : value;
  }

  /** Ids that look like those which have a form of their own, and such that nearly do. */
  private static Arbitrary<String> id() {
    Arbitrary<String> uuids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> new UUID(high, low).toString());
    Arbitrary<String> hashes = uuids.map(uuid -> uuid.replace("-", ""));
    Arbitrary<String> nearly =
        Arbitraries.oneOf(
            uuids.map(uuid -> uuid.toUpperCase(Locale.ROOT)),
            hashes.map(hash -> hash.toUpperCase(Locale.ROOT)),
            uuids.map(uuid -> uuid.replace('-', '0')),
            uuids.map(uuid -> uuid.replace('-', '_')),
            hashes.map(hash -> hash.substring(1) + "g"),
            hashes.map(hash -> hash.substring(1)),
            Arbitraries.just("--------------------------------"),
            Arbitraries.just("0-0-0-0-00000000000000000000000000-0"));
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars("aZ09\u0131\u0130\u00fc\u20ac\u4e2d ,\"\\%=")
            .ofMinLength(1)
            .ofMaxLength(128);
    Arbitrary<String> astral = texts.map(text -> "\ud83d\ude00" + text);
    Arbitrary<String> few = Arbitraries.of("v1", "v2", "o1");
    return Arbitraries.frequencyOf(
        Tuple.of(2, uuids),
        Tuple.of(2, hashes),
        Tuple.of(3, nearly),
        Tuple.of(2, texts),
        Tuple.of(1, astral),
        Tuple.of(4, few));
  }

  private static Arbitrary<List<Mention>> mentions() {
    Arbitrary<Mention> few =
        Combinators.combine(Arbitraries.of("e1", "e2", "pre\u0131s,%="), Arbitraries.of("a", "b"))
            .as(Mention::new);
    Arbitrary<Mention> many =
        Combinators.combine(Arbitraries.integers().between(1, 40), Arbitraries.of("a", "b"))
            .as((number, variant) -> new Mention("experiment" + number, variant));
    return Arbitraries.frequencyOf(
            Tuple.of(4, few.list().ofMaxSize(4)), Tuple.of(1, many.list().ofMaxSize(30)))
        .map(list -> new ArrayList<>(new TreeSet<>(list)));
  }

  private static Arbitrary<Performance> performance() {
    Arbitrary<Double> digits =
        Combinators.combine(
                Arbitraries.integers().between(0, 6_000_000), Arbitraries.of(1.0, 10.0, 1000.0))
            .as((number, scale) -> Math.min(number / scale, Performance.MAX));
    Arbitrary<Double> any = Arbitraries.doubles().between(0, Performance.MAX);
    Arbitrary<Double> odd =
        Arbitraries.of(
            0.0, -0.0, Double.MIN_VALUE, 0.001, 1e-300, 0.1 + 0.2, 599_999.9999999999, 600_000.0);
    Arbitrary<Double> absent = Arbitraries.just(Double.NaN);
    return Arbitraries.frequencyOf(
            Tuple.of(6, absent), Tuple.of(3, digits), Tuple.of(1, any), Tuple.of(1, odd))
        .array(double[].class)
        .ofSize(5)
        .map(Performance::of);
  }
}
