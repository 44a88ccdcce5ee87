package org.variometer.quickstart.generator;

import java.util.Locale;

/** Why a record must be rejected, in the order in which the reasons are looked for. */
public enum RejectionReason {
  /** More than 256 KiB. */
  OVERSIZED,
  /** Not exactly one JSON object. */
  MALFORMED_JSON,
  /** A required field is absent, null or blank. */
  MISSING_FIELD,
  /** A field of the wrong kind or out of range. */
  BAD_FIELD,
  /** A currency without a rate. */
  UNKNOWN_CURRENCY,
  /** More than 5 min ahead of its arrival. */
  CLOCK_AHEAD,
  /** More than 72 h behind its arrival. */
  TOO_LATE,
  /** Marked as a robot's. */
  BOT;

  /** The name in the truth: lower case with underscores. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
