package org.variometer.metric;

/** What is counted per beacon, gathered minute by minute before it goes to the sink (spec §4). */
final class MinuteTally {
  private final MetricKey key;
  private final int sign;
  private final ContributionSink sink;
  private int epochMinute;
  long pageViews;
  long errors;
  long orders;
  long units;
  long revenue;

  MinuteTally(MetricKey key, int sign, ContributionSink sink) {
    this.key = key;
    this.sign = sign;
    this.sink = sink;
  }

  /** Begins a minute, if it is another than the one at hand. */
  void moveTo(int minute) {
    if (minute != epochMinute) {
      flush();
      epochMinute = minute;
    }
  }

  void flush() {
    add(Counter.PAGE_VIEWS, pageViews);
    add(Counter.ERRORS, errors);
    add(Counter.ORDERS, orders);
    add(Counter.UNITS, units);
    add(Counter.REVENUE, revenue);
    pageViews = 0;
    errors = 0;
    orders = 0;
    units = 0;
    revenue = 0;
  }

  private void add(Counter counter, long amount) {
    if (amount != 0) {
      sink.add(key, epochMinute, MeasureIds.of(counter), sign * amount);
    }
  }
}
