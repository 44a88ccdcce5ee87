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
  public void add(MetricKey key, int epochMinute, int measure, long amount) {
    add(amount, "total", key, epochMinute, measure);
  }

  @Override
  public void visitor(MetricKey key, int epochHour, String visitorId, int visits) {
    add(visits, "visitor", key, epochHour, visitorId);
  }

  @Override
  public void exposure(MetricKey key, int epochDay, String visitorId, int visits) {
    add(visits, "exposure", key, epochDay, visitorId);
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
}
