package org.variometer.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** From a line to a beacon or the reason of its rejection, with enrichment (SPEC §1). */
final class Gate {

  private static final int MAX_BYTES = 256 * 1024;
  private static final BigInteger MAX_AHEAD = BigInteger.valueOf(5 * 60_000L);
  private static final BigInteger MAX_LATE = BigInteger.valueOf(72 * 3_600_000L);
  private static final double MAX_PERFORMANCE = 600_000;

  private final Oracle.Settings settings;

  Gate(Oracle.Settings settings) {
    this.settings = settings;
  }

  /** Exactly one of the two is present. */
  record Verdict(Optional<String> reason, Optional<Beacon> beacon) {

    static Verdict rejected(String reason) {
      return new Verdict(Optional.of(reason), Optional.empty());
    }
  }

  Verdict judge(Oracle.Line line) {
    if (line.bytes() != null && line.bytes().length > MAX_BYTES) {
      return Verdict.rejected("oversized");
    }
    Optional<Json.Obj> json = JsonReader.readObject(line.bytes());
    if (json.isEmpty()) {
      return Verdict.rejected("malformed_json");
    }
    Json.Obj fields = json.get();
    if (Required.anyMissing(fields)) {
      return Verdict.rejected("missing_field");
    }
    if (Fields.anyBad(fields, settings)) {
      return Verdict.rejected("bad_field");
    }
    if (Types.isOrder(text(fields, "type")) && rate(fields).isEmpty()) {
      return Verdict.rejected("unknown_currency");
    }
    long timestamp = integer(fields, "timestamp").orElseThrow();
    long arrival = line.arrival().orElseGet(() -> integer(fields, "receivedAt").orElse(timestamp));
    BigInteger ahead = BigInteger.valueOf(timestamp).subtract(BigInteger.valueOf(arrival));
    if (ahead.compareTo(MAX_AHEAD) > 0) {
      return Verdict.rejected("clock_ahead");
    }
    if (ahead.negate().compareTo(MAX_LATE) > 0) {
      return Verdict.rejected("too_late");
    }
    if (fields.get("bot").orElse(null) instanceof Json.Bool bot && bot.value()) {
      return Verdict.rejected("bot");
    }
    return new Verdict(Optional.empty(), Optional.of(beacon(fields, timestamp, arrival)));
  }

  private Beacon beacon(Json.Obj fields, long timestamp, long arrival) {
    String type = Types.normalised(text(fields, "type"));
    SortedMap<String, Double> performance = new TreeMap<>();
    long ignored = readPerformance(fields, performance);
    return new Beacon(
        site(fields),
        text(fields, "sessionId"),
        XxHash64.of(text(fields, "beaconId")),
        timestamp,
        arrival,
        type,
        text(fields, "visitorId"),
        mentions(fields, "assigned"),
        mentions(fields, "qualified"),
        Types.isOrder(type) ? Optional.of(order(fields)) : Optional.empty(),
        Types.isEvent(type) ? event(fields) : Optional.empty(),
        performance,
        ignored);
  }

  private String site(Json.Obj fields) {
    String given = fields.get("site").isPresent() ? text(fields, "site") : "";
    String site = Text.isBlank(given) ? "default" : given;
    return settings.siteMapping().getOrDefault(site, site);
  }

  private static SortedSet<Beacon.Mention> mentions(Json.Obj fields, String field) {
    SortedSet<Beacon.Mention> mentions = new TreeSet<>();
    if (fields.get(field).orElse(null) instanceof Json.Arr array) {
      for (Json element : array.elements()) {
        Json.Obj mention = (Json.Obj) element;
        mentions.add(new Beacon.Mention(text(mention, "experiment"), text(mention, "variant")));
      }
    }
    return mentions;
  }

  private Beacon.Order order(Json.Obj fields) {
    Json.Obj order = (Json.Obj) fields.get("order").orElseThrow();
    BigInteger micros = Fields.micros(order.get("revenue").orElseThrow()).orElseThrow();
    BigDecimal converted = new BigDecimal(micros).multiply(rate(fields).orElseThrow());
    BigInteger revenue = converted.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
    return new Beacon.Order(text(order, "id"), revenue, integer(order, "units").orElse(1L));
  }

  /** What the order's amount is multiplied with, if its currency is known. */
  private Optional<BigDecimal> rate(Json.Obj fields) {
    Json.Obj order = (Json.Obj) fields.get("order").orElseThrow();
    if (order.get("currency").isEmpty()
        || text(order, "currency").equals(settings.reportingCurrency())) {
      return Optional.of(BigDecimal.ONE);
    }
    return Optional.ofNullable(settings.rates().get(text(order, "currency")));
  }

  /** The event, when a custom metric declares its name. */
  private Optional<Beacon.Event> event(Json.Obj fields) {
    if (fields.get("event").isEmpty()) {
      return Optional.empty();
    }
    Json.Obj event = (Json.Obj) fields.get("event").get();
    String name = text(event, "name");
    if (settings.customMetrics().stream().noneMatch(metric -> metric.event().equals(name))) {
      return Optional.empty();
    }
    return Optional.of(new Beacon.Event(name, event.get("value").flatMap(Fields::micros)));
  }

  /** Fills in the values that count; gives the number of those that are ignored. */
  private static long readPerformance(Json.Obj fields, SortedMap<String, Double> accepted) {
    if (fields.get("performance").isEmpty()) {
      return 0;
    }
    Json.Obj performance = (Json.Obj) fields.get("performance").get();
    long ignored = 0;
    for (String name : Beacon.PERFORMANCE_NAMES) {
      Optional<Json> value = performance.get(name);
      if (value.isPresent()) {
        double number =
            value.get() instanceof Json.Num num
                ? Numeral.of(num.source()).nearestDouble()
                : Double.NaN;
        if (number >= 0 && number <= MAX_PERFORMANCE) {
          accepted.put(name, number);
        } else {
          ignored++;
        }
      }
    }
    return ignored;
  }

  private static String text(Json.Obj object, String field) {
    return ((Json.Str) object.get(field).orElseThrow()).text();
  }

  private static Optional<Long> integer(Json.Obj object, String field) {
    return object.get(field).map(value -> Fields.integer(value).orElseThrow());
  }
}
