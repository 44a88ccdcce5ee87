package org.variometer.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a known field has a wrong value (SPEC §1, {@code bad_field}). */
final class Fields {

  private static final long EARLIEST = 946_684_800_000L; // 2000-01-01T00:00Z
  private static final long LATEST = 4_102_444_800_000L; // 2100-01-01T00:00Z
  private static final long MAX_UNITS = 1_000_000;
  private static final List<String> RESERVED = List.of("__all__", "__multiple__");

  private Fields() {}

  /** Whether any is bad, in a beacon in which no required field is missing. */
  static boolean anyBad(Json.Obj beacon, Oracle.Settings settings) {
    for (String field : List.of("beaconId", "sessionId", "visitorId", "type")) {
      if (!isGoodText(beacon.get(field).get())) {
        return true;
      }
    }
    String type = ((Json.Str) beacon.get("type").get()).text();
    return !isTime(beacon.get("timestamp").get())
        || beacon.get("receivedAt").filter(value -> !isTime(value)).isPresent()
        || beacon.get("site").filter(value -> !isBlankText(value) && !isGoodText(value)).isPresent()
        || beacon.get("assigned").filter(value -> !areMentions(value)).isPresent()
        || beacon.get("qualified").filter(value -> !areMentions(value)).isPresent()
        || (Types.isOrder(type) && !isOrder(beacon.get("order").get(), settings))
        || (Types.isEvent(type) && beacon.get("event").filter(value -> !isEvent(value)).isPresent())
        || beacon.get("performance").filter(value -> !(value instanceof Json.Obj)).isPresent()
        || beacon.get("bot").filter(value -> !(value instanceof Json.Bool)).isPresent();
  }

  /** The integer, when the value is one. */
  static OptionalLong integer(Json value) {
    return value instanceof Json.Num number
        ? Numeral.integer(number.source())
        : OptionalLong.empty();
  }

  /** The micros, when the value is money-like. */
  static Optional<BigInteger> micros(Json value) {
    if (value instanceof Json.Str string) {
      return Numeral.microsOfText(string.text());
    }
    if (value instanceof Json.Num number) {
      return Numeral.of(number.source()).micros();
    }
    return Optional.empty();
  }

  private static boolean isGoodText(Json value) {
    return value instanceof Json.Str string && Text.isGood(string.text());
  }

  private static boolean isBlankText(Json value) {
    return value instanceof Json.Str string && Text.isBlank(string.text());
  }

  private static boolean isTime(Json value) {
    OptionalLong time = integer(value);
    return time.isPresent() && time.getAsLong() >= EARLIEST && time.getAsLong() <= LATEST;
  }

  private static boolean areMentions(Json value) {
    if (!(value instanceof Json.Arr mentions)) {
      return false;
    }
    for (Json element : mentions.elements()) {
      if (!(element instanceof Json.Obj mention)
          || !isGoodName(mention.get("experiment").get())
          || !isGoodName(mention.get("variant").get())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isGoodName(Json value) {
    return value instanceof Json.Str string
        && Text.isGood(string.text())
        && !RESERVED.contains(string.text());
  }

  private static boolean isOrder(Json value, Oracle.Settings settings) {
    return value instanceof Json.Obj order
        && isGoodText(order.get("id").get())
        && isRevenue(order.get("revenue").get(), settings)
        && order.get("units").filter(units -> !isUnits(units)).isEmpty()
        && order.get("currency").filter(currency -> !isCurrency(currency)).isEmpty();
  }

  private static boolean isRevenue(Json value, Oracle.Settings settings) {
    Optional<BigInteger> micros = micros(value);
    return micros.isPresent()
        && micros.get().signum() >= 0
        && new BigDecimal(micros.get(), 6).compareTo(settings.maxRevenue()) <= 0;
  }

  private static boolean isUnits(Json value) {
    OptionalLong units = integer(value);
    return units.isPresent() && units.getAsLong() >= 0 && units.getAsLong() <= MAX_UNITS;
  }

  private static boolean isCurrency(Json value) {
    return value instanceof Json.Str string && string.text().matches("[A-Z]{3}");
  }

  private static boolean isEvent(Json value) {
    return value instanceof Json.Obj event
        && isGoodText(event.get("name").get())
        && event.get("value").filter(amount -> micros(amount).isEmpty()).isEmpty();
  }
}
