package org.variometer.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up what it is given, by cell, and counts how often it was called. */
final class CountingSink implements ContributionSink {
  private final Map<List<Object>, Long> cells = new HashMap<>();
  private int calls;

  @Override
  public ContributionSink ofVisitor(String visitorId) {
    return new OfVisitor(visitorId, -1);
  }

  @Override
  public void add(MetricKey key, int epochMinute, int measure, long amount) {
    add(amount, "total", key, epochMinute, measure);
  }

  /** The cells that are not 0. */
  Map<String, Long> cells() {
    Map<String, Long> notZero = new TreeMap<>();
    cells.forEach(
        (cell, sum) -> {
          if (sum != 0) {
            notZero.put(cell.toString(), sum);
          }
        });
    return notZero;
  }

  /** How often anything was added since this was last asked. */
  int takeCalls() {
    int taken = calls;
    calls = 0;
    return taken;
  }

  private void add(long amount, Object... cell) {
    calls++;
    cells.merge(List.of(cell), amount, Long::sum);
  }

  private final class OfVisitor implements ContributionSink {
    private final String visitorId;
    private final long entered;

    OfVisitor(String visitorId, long entered) {
      this.visitorId = visitorId;
      this.entered = entered;
    }

    @Override
    public ContributionSink ofEntry(long instant) {
      return new OfVisitor(visitorId, instant);
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      CountingSink.this.add(key, epochMinute, measure, amount);
      cells.merge(
          List.of("of visitor", key, epochMinute, measure, visitorId, entered), amount, Long::sum);
    }

    @Override
    public void entry(MetricKey key, long instant, int visits) {
      CountingSink.this.add(visits, "entry", key, instant, visitorId);
    }

    @Override
    public void firstOfSeveral(MetricKey key, long instant, int visits) {
      CountingSink.this.add(visits, "first of several", key, instant, visitorId);
    }

    @Override
    public void hour(MetricKey key, int epochHour, int visits) {
      CountingSink.this.add(visits, "visitor", key, epochHour, visitorId);
    }

    @Override
    public void exposure(MetricKey key, int epochDay, int visits) {
      CountingSink.this.add(visits, "exposure", key, epochDay, visitorId);
    }
  }
}
