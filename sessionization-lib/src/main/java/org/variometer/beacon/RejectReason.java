package org.variometer.beacon;

/** Why a record is no beacon, in the order in which reasons are given (spec §1). */
public enum RejectReason {
  /** The record is longer than 256 KiB. */
  OVERSIZED("oversized"),
  /** Not exactly one well-formed JSON object. */
  MALFORMED_JSON("malformed_json"),
  /** A required field is absent, null or blank. */
  MISSING_FIELD("missing_field"),
  /** A known field has a wrong kind, form or range. */
  BAD_FIELD("bad_field"),
  /** No rate is configured for the order's currency. */
  UNKNOWN_CURRENCY("unknown_currency"),
  /** The timestamp lies more than 5 minutes after the arrival. */
  CLOCK_AHEAD("clock_ahead"),
  /** The timestamp lies more than 72 hours before the arrival. */
  TOO_LATE("too_late"),
  /** The client says that it is a bot. */
  BOT("bot");

  private final String wireName;

  RejectReason(String wireName) {
    this.wireName = wireName;
  }

  /** The name in accounting, topics and tables. */
  public String wireName() {
    return wireName;
  }

  /**
   * The reason of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RejectReason ofWireName(String name) {
    for (RejectReason reason : values()) {
      if (reason.wireName.equals(name)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no reason: " + name);
  }
}
