package org.variometer.metric;

import org.variometer.beacon.Beacon;

/** What is counted per beacon, gathered minute by minute before it goes to the sink (spec §4). */
final class MinuteTally {
  private final MetricKey key;
  private final int sign;
  private final ContributionSink sink;
  private int epochMinute;
  private final BeaconCounts counts = new BeaconCounts();

  MinuteTally(MetricKey key, int sign, ContributionSink sink) {
    this.key = key;
    this.sign = sign;
    this.sink = sink;
  }

  /** Adds a beacon; beacons come in order of their minutes. */
  void add(Beacon beacon, boolean standingOrder, int minute) {
    if (minute != epochMinute) {
      flush();
      epochMinute = minute;
    }
    counts.add(beacon, standingOrder);
  }

  /** Gives the sink the minute at hand. */
  void flush() {
    flush(Counter.PAGE_VIEWS, counts.pageViews);
    flush(Counter.ERRORS, counts.errors);
    flush(Counter.ORDERS, counts.orders);
    flush(Counter.UNITS, counts.units);
    flush(Counter.REVENUE, counts.revenue);
    counts.clear();
  }

  private void flush(Counter counter, long amount) {
    if (amount != 0) {
      sink.add(key, epochMinute, MeasureIds.of(counter), sign * amount);
    }
  }
}
