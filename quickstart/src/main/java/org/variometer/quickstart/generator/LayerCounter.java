package org.variometer.quickstart.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what one layer has to find in the planned sessions. */
final class LayerCounter {
  private final View view;
  private final Totals totals;
  private final List<PlannedBeacon> visit = new ArrayList<>();
  private long used;
  private long duplicate;
  private long quarantined;
  private long sessions;
  private long visits;

  LayerCounter(View view, GeneratorSettings settings) {
    this.view = view;
    totals = new Totals(settings);
  }

  /** Counts a session. */
  void count(PlannedSession session) {
    int lastPart = -1;
    int lastVisit = 0;
    for (PlannedRecord planned : session.records()) {
      if (planned.flaw() == null) {
        lastPart = Math.max(lastPart, view.part(planned.place()));
        lastVisit = Math.max(lastVisit, view.visit(planned.place()));
        if (session.quarantined()) {
          quarantined++;
        } else if (view.stands(planned)) {
          used++;
        } else {
          duplicate++;
        }
      }
    }
    if (!session.quarantined()) {
      for (int part = 0; part <= lastPart; part++) {
        countPart(session, part, lastVisit);
      }
    }
  }

  private void countPart(PlannedSession session, int part, int lastVisit) {
    sessions++;
    Set<Long> seenOrders = new HashSet<>();
    for (int number = 0; number <= lastVisit; number++) {
      visit.clear();
      for (PlannedRecord planned : session.records()) {
        if (planned.flaw() == null
            && view.stands(planned)
            && view.part(planned.place()) == part
            && view.visit(planned.place()) == number) {
          visit.add(planned.beacon());
        }
      }
      if (!visit.isEmpty()) {
        visits++;
        visit.sort(Comparator.comparingLong(PlannedBeacon::timestamp));
        totals.countVisit(session.site(), visit, seenOrders);
      }
    }
  }

  Totals totals() {
    return totals;
  }

  /** The accounting, of which the counts that don't depend on the layer are given. */
  Accounting accounting(Intake intake) {
    return new Accounting(
        intake.read(),
        intake.accepted(),
        intake.rejected(),
        used,
        duplicate,
        quarantined,
        intake.ignoredPerformance(),
        sessions,
        visits);
  }
}
