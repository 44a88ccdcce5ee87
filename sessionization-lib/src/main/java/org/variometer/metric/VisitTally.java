package org.variometer.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import org.variometer.beacon.Beacon;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Event;
import org.variometer.beacon.Performance;
import org.variometer.beacon.PerformanceName;
import org.variometer.session.Visit;

/**
 * A walk over what is attributed in a visit to one of its populations (spec §3, §4): beacon-level
 * metrics go to the sink on the way, visit-level ones are counted.
 */
final class VisitTally {
  private static final int MINUTE_MILLIS = 60_000;
  private static final int MINUTES_OF_HOUR = 60;
  private static final PerformanceName[] PERFORMANCE_NAMES = PerformanceName.values();

  private final MetricKey key;
  private final long entry;
  private final Visit visit;
  private final BeaconCounts counts = new BeaconCounts();
  private int[] customVisits = {};
  private int[] hours = {};

  VisitTally(MetricKey key, long entry, Visit visit) {
    this.key = key;
    this.entry = entry;
    this.visit = visit;
  }

  /** Walks once; the beacons in {@code silent} are counted but not given to the sink. */
  void walk(BitSet silent, int sign, MetricCatalog catalog, ContributionSink sink) {
    MinuteTally minuteTally = new MinuteTally(key, sign, sink);
    int hour = -1;
    for (int i = 0; i < visit.size(); i++) {
      Beacon beacon = visit.beacon(i);
      if (beacon.timestamp() < entry) {
        continue;
      }
      int epochMinute = minute(beacon.timestamp());
      if (epochMinute / MINUTES_OF_HOUR != hour) {
        hour = epochMinute / MINUTES_OF_HOUR;
        hours = append(hours, hour);
      }
      boolean standingOrder = visit.isStandingOrder(i);
      counts.add(beacon, standingOrder);
      if (beacon.event() != null) {
        countEvent(beacon.event(), catalog);
      }
      if (!silent.get(i)) {
        minuteTally.add(beacon, standingOrder, epochMinute);
        if (beacon.event() != null) {
          addEvent(beacon.event(), epochMinute, sign, catalog, sink);
        }
        if (!beacon.performance().isEmpty()) {
          addPerformance(beacon.performance(), epochMinute, sign, sink);
        }
      }
    }
    minuteTally.flush();
  }

  /** Whether the visit-level metrics and the hours are the same. */
  boolean sameAs(VisitTally other) {
    return counts.pageViews == other.counts.pageViews
        && counts.errors == other.counts.errors
        && counts.orders == other.counts.orders
        && counts.revenue == other.counts.revenue
        && Arrays.equals(customVisits, other.customVisits)
        && Arrays.equals(hours, other.hours);
  }

  /** Gives the sink what counts once per visit, in the minute of entry, and the visitor's hours. */
  void addTo(int sign, ContributionSink sink) {
    int entryMinute = minute(entry);
    sink.add(key, entryMinute, MeasureIds.of(Counter.VISITS), sign);
    if (counts.pageViews == 1 && counts.orders == 0) {
      sink.add(key, entryMinute, MeasureIds.of(Counter.BOUNCES), sign);
    }
    if (counts.orders > 0) {
      sink.add(key, entryMinute, MeasureIds.of(Counter.CONVERTED_VISITS), sign);
      sink.add(key, entryMinute, MeasureIds.of(Counter.VISIT_REVENUE), sign * counts.revenue);
    }
    if (counts.errors > 0) {
      sink.add(key, entryMinute, MeasureIds.of(Counter.ERROR_VISITS), sign);
    }
    for (int id : customVisits) {
      sink.add(key, entryMinute, id, sign);
    }
    for (int hour : hours) {
      sink.hour(key, hour, sign);
    }
  }

  private void countEvent(Event event, MetricCatalog catalog) {
    for (CustomMetric metric : event.metrics()) {
      OptionalInt id = catalog.idOf(metric);
      if (metric.measure() == CustomMetric.Measure.VISITS
          && id.isPresent()
          && Arrays.stream(customVisits).noneMatch(known -> known == id.getAsInt())) {
        customVisits = append(customVisits, id.getAsInt());
      }
    }
  }

  private void addEvent(
      Event event, int epochMinute, int sign, MetricCatalog catalog, ContributionSink sink) {
    for (CustomMetric metric : event.metrics()) {
      long amount =
          switch (metric.measure()) {
            case COUNT -> 1;
            case SUM -> event.value().orElse(0);
            case VISITS -> 0;
          };
      OptionalInt id = catalog.idOf(metric);
      if (amount != 0 && id.isPresent()) {
        sink.add(key, epochMinute, id.getAsInt(), sign * amount);
      }
    }
  }

  private void addPerformance(
      Performance performance, int epochMinute, int sign, ContributionSink sink) {
    for (PerformanceName name : PERFORMANCE_NAMES) {
      double value = performance.value(name.index());
      if (!Double.isNaN(value)) {
        sink.add(key, epochMinute, MeasureIds.ofBucket(name, LogBuckets.slotOf(value)), sign);
      }
    }
  }

  private static int[] append(int[] numbers, int number) {
    int[] longer = Arrays.copyOf(numbers, numbers.length + 1);
    longer[numbers.length] = number;
    return longer;
  }

  private static int minute(long timestamp) {
    return (int) (timestamp / MINUTE_MILLIS);
  }
}
