package org.variometer.beacon;

/** Collects what is wrong with a record and keeps the reason that comes first (spec §1). */
final class Verdict {
  private RejectReason reason;

  void clear() {
    reason = null;
  }

  void note(boolean holds, RejectReason noted) {
    if (holds && (reason == null || noted.compareTo(reason) < 0)) {
      reason = noted;
    }
  }

  /** Notes what is wrong with a required id or name: blank is missing. */
  void noteRequired(TextForm form) {
    note(form == TextForm.BLANK, RejectReason.MISSING_FIELD);
    note(form == TextForm.BAD, RejectReason.BAD_FIELD);
  }

  boolean clean() {
    return reason == null;
  }

  RejectReason reason() {
    return reason;
  }
}
