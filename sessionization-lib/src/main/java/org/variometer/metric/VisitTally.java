package org.variometer.metric;

import java.util.Arrays;

/** What is counted once per visit and population, in the minute of entry (spec §4). */
final class VisitTally {
  long pageViews;
  long errors;
  long orders;
  long revenue;
  private int[] customVisits = {};

  /** Notes that an event of this custom metric was attributed. */
  void addCustomVisit(int id) {
    for (int known : customVisits) {
      if (known == id) {
        return;
      }
    }
    customVisits = Arrays.copyOf(customVisits, customVisits.length + 1);
    customVisits[customVisits.length - 1] = id;
  }

  void addTo(MetricKey key, int entryMinute, int sign, ContributionSink sink) {
    sink.add(key, entryMinute, MeasureIds.of(Counter.VISITS), sign);
    if (pageViews == 1 && orders == 0) {
      sink.add(key, entryMinute, MeasureIds.of(Counter.BOUNCES), sign);
    }
    if (orders > 0) {
      sink.add(key, entryMinute, MeasureIds.of(Counter.CONVERTED_VISITS), sign);
      sink.add(key, entryMinute, MeasureIds.of(Counter.VISIT_REVENUE), sign * revenue);
    }
    if (errors > 0) {
      sink.add(key, entryMinute, MeasureIds.of(Counter.ERROR_VISITS), sign);
    }
    for (int id : customVisits) {
      sink.add(key, entryMinute, id, sign);
    }
  }
}
