package org.variometer.quickstart.generator;

import java.util.EnumMap;
import java.util.Map;

/** Counts the records that are read, before any session is seen. */
final class Intake {
  private static final long DAY_MS = 86_400_000;

  private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
  private final Tally tally = new Tally();
  private long read;
  private long accepted;
  private long ignoredPerformance;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  void count(PlannedSession session) {
    tally.add(session.tally());
    for (PlannedRecord planned : session.records()) {
      read++;
      if (planned.flaw() == null) {
        accepted++;
        ignoredPerformance += planned.beacon().ignoredPerformance();
        from = Math.min(from, planned.beacon().timestamp());
        to = Math.max(to, planned.beacon().timestamp());
      } else {
        rejected.merge(planned.flaw().reason(), 1L, Long::sum);
      }
    }
    if (!session.quarantined()) {
      countMidnights(session);
    }
  }

  private void countMidnights(PlannedSession session) {
    for (int visit = 0; visit < 2; visit++) {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (PlannedRecord planned : session.records()) {
        if (planned.standsInBatch() && planned.place().visit() == visit) {
          first = Math.min(first, planned.beacon().timestamp());
          last = Math.max(last, planned.beacon().timestamp());
        }
      }
      if (first <= last && Math.floorDiv(first, DAY_MS) != Math.floorDiv(last, DAY_MS)) {
        tally.add(Disturbance.MIDNIGHT_VISIT);
      }
    }
  }

  long read() {
    return read;
  }

  long accepted() {
    return accepted;
  }

  long ignoredPerformance() {
    return ignoredPerformance;
  }

  /** Event time of the first accepted beacon, ms since epoch; 0 without any. */
  long from() {
    return accepted == 0 ? 0 : from;
  }

  /** Event time of the last accepted beacon, ms since epoch; 0 without any. */
  long to() {
    return accepted == 0 ? 0 : to;
  }

  /** Those that occurred. */
  Map<RejectionReason, Long> rejected() {
    return rejected;
  }

  /** All, those that did not occur as 0. */
  Map<Disturbance, Long> disturbances() {
    Map<Disturbance, Long> counts = new EnumMap<>(Disturbance.class);
    for (Disturbance disturbance : Disturbance.values()) {
      counts.put(disturbance, tally.count(disturbance));
    }
    return counts;
  }
}
