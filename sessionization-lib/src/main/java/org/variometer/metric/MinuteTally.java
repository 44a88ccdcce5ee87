package org.variometer.metric;

import org.variometer.beacon.Beacon;

/** What is counted per beacon, gathered minute by minute before it goes to the sink (spec §4). */
final class MinuteTally {
  private final MetricKey key;
  private final int sign;
  private final ContributionSink sink;
  private int epochMinute;
  private long pageViews;
  private long errors;
  private long orders;
  private long units;
  private long revenue;

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
    switch (beacon.type()) {
      case PAGE_VIEW -> pageViews++;
      case ERROR -> errors++;
      case ORDER -> {
        if (standingOrder) {
          orders++;
          units += beacon.order().units();
          revenue += beacon.order().revenue();
        }
      }
      case EVENT, PERFORMANCE -> {}
    }
  }

  /** Gives the sink the minute at hand. */
  void flush() {
    flush(Counter.PAGE_VIEWS, pageViews);
    flush(Counter.ERRORS, errors);
    flush(Counter.ORDERS, orders);
    flush(Counter.UNITS, units);
    flush(Counter.REVENUE, revenue);
    pageViews = 0;
    errors = 0;
    orders = 0;
    units = 0;
    revenue = 0;
  }

  private void flush(Counter counter, long amount) {
    if (amount != 0) {
      sink.add(key, epochMinute, MeasureIds.of(counter), sign * amount);
    }
  }
}
