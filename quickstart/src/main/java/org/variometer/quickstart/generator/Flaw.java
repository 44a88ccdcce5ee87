package org.variometer.quickstart.generator;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a record, each wrong in one way only: a field with a raw value in its place
 * (null: left out), a change of the whole text, or a wrong time.
 */
enum Flaw {
  TRUNCATED(RejectionReason.MALFORMED_JSON, null, null),
  TRAILING(RejectionReason.MALFORMED_JSON, null, null),
  ARRAY(RejectionReason.MALFORMED_JSON, null, null),
  NO_JSON(RejectionReason.MALFORMED_JSON, null, null),
  NOT_A_NUMBER(RejectionReason.MALFORMED_JSON, Field.PERFORMANCE, "{\"page_load\":NaN}"),
  INVALID_UTF8(RejectionReason.MALFORMED_JSON, Field.PAGE, "\"/caf\u00e9\""),
  TOO_DEEP(RejectionReason.MALFORMED_JSON, Field.PAGE, "[".repeat(64) + "]".repeat(64)),

  NO_BEACON_ID(RejectionReason.MISSING_FIELD, Field.BEACON_ID, null),
  NO_SESSION_ID(RejectionReason.MISSING_FIELD, Field.SESSION_ID, null),
  NULL_VISITOR_ID(RejectionReason.MISSING_FIELD, Field.VISITOR_ID, "null"),
  BLANK_VISITOR_ID(RejectionReason.MISSING_FIELD, Field.VISITOR_ID, "\" \""),
  NO_TIMESTAMP(RejectionReason.MISSING_FIELD, Field.TIMESTAMP, null),
  NO_TYPE(RejectionReason.MISSING_FIELD, Field.TYPE, null),
  NO_ORDER(RejectionReason.MISSING_FIELD, Field.ORDER, null),
  NO_ORDER_ID(RejectionReason.MISSING_FIELD, Field.ORDER, "{\"revenue\":\"20.00\",\"units\":1}"),
  NO_REVENUE(RejectionReason.MISSING_FIELD, Field.ORDER, "{\"id\":\"o-1\",\"units\":1}"),
  NO_EVENT_NAME(RejectionReason.MISSING_FIELD, Field.EVENT, "{\"value\":1}"),
  NO_VARIANT(RejectionReason.MISSING_FIELD, Field.ASSIGNED, "[{\"experiment\":\"e\"}]"),

  NUMERIC_SITE(RejectionReason.BAD_FIELD, Field.SITE, "7"),
  LONG_SITE(RejectionReason.BAD_FIELD, Field.SITE, "\"" + "s".repeat(129) + "\""),
  CONTROL_IN_ID(RejectionReason.BAD_FIELD, Field.VISITOR_ID, "\"v\\u0007\""),
  LONE_SURROGATE(RejectionReason.BAD_FIELD, Field.VISITOR_ID, "\"v\\ud800\""),
  TEXT_TIMESTAMP(RejectionReason.BAD_FIELD, Field.TIMESTAMP, "\"1763661600000\""),
  FRACTION_TIMESTAMP(RejectionReason.BAD_FIELD, Field.TIMESTAMP, "1763661600000.5"),
  ANCIENT_TIMESTAMP(RejectionReason.BAD_FIELD, Field.TIMESTAMP, "946684799999"),
  TEXT_RECEIVED_AT(RejectionReason.BAD_FIELD, Field.RECEIVED_AT, "\"now\""),
  NUMERIC_TYPE(RejectionReason.BAD_FIELD, Field.TYPE, "7"),
  NULL_MENTION(RejectionReason.BAD_FIELD, Field.QUALIFIED, "[null]"),
  RESERVED_NAME(
      RejectionReason.BAD_FIELD,
      Field.ASSIGNED,
      "[{\"experiment\":\"__all__\",\"variant\":\"a\"}]"),
  OBJECT_ASSIGNED(RejectionReason.BAD_FIELD, Field.ASSIGNED, "{}"),
  NEGATIVE_REVENUE(
      RejectionReason.BAD_FIELD, Field.ORDER, "{\"id\":\"o-1\",\"revenue\":-1,\"units\":1}"),
  EXPONENT_IN_TEXT(
      RejectionReason.BAD_FIELD, Field.ORDER, "{\"id\":\"o-1\",\"revenue\":\"1e3\",\"units\":1}"),
  HUGE_REVENUE(RejectionReason.BAD_FIELD, Field.ORDER, "{\"id\":\"o-1\",\"revenue\":12345678901}"),
  BLANK_REVENUE(RejectionReason.BAD_FIELD, Field.ORDER, "{\"id\":\"o-1\",\"revenue\":\" \"}"),
  MANY_UNITS(
      RejectionReason.BAD_FIELD, Field.ORDER, "{\"id\":\"o-1\",\"revenue\":1,\"units\":1000001}"),
  SMALL_CURRENCY(
      RejectionReason.BAD_FIELD,
      Field.ORDER,
      "{\"id\":\"o-1\",\"revenue\":\"20.00\",\"currency\":\"usd\"}"),
  TEXT_EVENT_VALUE(
      RejectionReason.BAD_FIELD, Field.EVENT, "{\"name\":\"search\",\"value\":\"many\"}"),
  ARRAY_PERFORMANCE(RejectionReason.BAD_FIELD, Field.PERFORMANCE, "[]"),
  TEXT_BOT(RejectionReason.BAD_FIELD, Field.BOT, "\"yes\""),

  NO_RATE(
      RejectionReason.UNKNOWN_CURRENCY,
      Field.ORDER,
      "{\"id\":\"o-1\",\"revenue\":\"20.00\",\"currency\":\"ZZZ\"}"),
  AHEAD(RejectionReason.CLOCK_AHEAD, null, null),
  BEHIND(RejectionReason.TOO_LATE, null, null),
  HUGE(RejectionReason.OVERSIZED, null, null),
  ROBOT(RejectionReason.BOT, Field.BOT, "true");

  private static final Map<RejectionReason, List<Flaw>> BY_REASON = byReason();

  private final RejectionReason reason;
  private final Field field;
  private final String raw;

  Flaw(RejectionReason reason, Field field, String raw) {
    this.reason = reason;
    this.field = field;
    this.raw = raw;
  }

  private static Map<RejectionReason, List<Flaw>> byReason() {
    Map<RejectionReason, List<Flaw>> flaws = new EnumMap<>(RejectionReason.class);
    for (RejectionReason reason : RejectionReason.values()) {
      flaws.put(reason, Arrays.stream(values()).filter(f -> f.reason == reason).toList());
    }
    return flaws;
  }

  /** All flaws for which a record is rejected for this reason. */
  static List<Flaw> of(RejectionReason reason) {
    return BY_REASON.get(reason);
  }

  /** Why the record must be rejected. */
  RejectionReason reason() {
    return reason;
  }

  /** The field that is wrong; null: none, or all. */
  Field field() {
    return field;
  }

  /** Latin-1 text in the place of the field's value; null: the field is left out. */
  String raw() {
    return raw;
  }

  /** The type of beacon that can have it. */
  BeaconType type() {
    if (field == Field.ORDER) {
      return BeaconType.ORDER;
    }
    return field == Field.EVENT ? BeaconType.EVENT : BeaconType.PAGE_VIEW;
  }

  /** Whether a producer could not tell the session. */
  boolean hidesSession() {
    return reason == RejectionReason.MALFORMED_JSON || this == NO_SESSION_ID;
  }

  /** The fields of a beacon that are written. */
  enum Field {
    BEACON_ID("beaconId"),
    SESSION_ID("sessionId"),
    VISITOR_ID("visitorId"),
    TIMESTAMP("timestamp"),
    RECEIVED_AT("receivedAt"),
    TYPE("type"),
    SITE("site"),
    PAGE("page"),
    ASSIGNED("assigned"),
    QUALIFIED("qualified"),
    ORDER("order"),
    EVENT("event"),
    ERROR("error"),
    PERFORMANCE("performance"),
    BOT("bot");

    private final String text;

    Field(String text) {
      this.text = text;
    }

    /** The key in the beacon. */
    String text() {
      return text;
    }
  }
}
