package org.variometer.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums of contributions by key and minute; hours are the sums of their minutes (spec §4). A
 * mutable accumulator for one thread.
 */
public final class Totals implements ContributionSink {
  private static final int MINUTES_OF_HOUR = 60;

  private final Map<MetricKey, Map<Integer, Counts>> minutes = new HashMap<>();
  private MetricKey lastKey;
  private Map<Integer, Counts> lastMinutes;
  private int lastMinute;
  private Counts lastCounts;

  @Override
  public void add(MetricKey key, int epochMinute, int measure, long amount) {
    countsOf(key, epochMinute).add(measure, amount);
  }

  /** Adds all of {@code other}. */
  public void addAll(Totals other) {
    other.minutes.forEach(
        (key, byMinute) ->
            byMinute.forEach((minute, counts) -> countsOf(key, minute).addAll(counts)));
  }

  /** The counts of each minute (since the epoch) of each key, in order. */
  public SortedMap<MetricKey, SortedMap<Integer, Counts>> byMinute() {
    SortedMap<MetricKey, SortedMap<Integer, Counts>> sorted = new TreeMap<>();
    minutes.forEach((key, byMinute) -> sorted.put(key, new TreeMap<>(byMinute)));
    return sorted;
  }

  /** The counts of each hour (since the epoch) of each key, in order. */
  public SortedMap<MetricKey, SortedMap<Integer, Counts>> byHour() {
    SortedMap<MetricKey, SortedMap<Integer, Counts>> sorted = new TreeMap<>();
    minutes.forEach(
        (key, byMinute) -> {
          SortedMap<Integer, Counts> hours = new TreeMap<>();
          byMinute.forEach(
              (minute, counts) ->
                  hours
                      .computeIfAbsent(minute / MINUTES_OF_HOUR, hour -> new Counts())
                      .addAll(counts));
          sorted.put(key, hours);
        });
    return sorted;
  }

  /**
   * A visit's contributions to one key and minute come in a row: the last place is kept at hand.
   */
  @SuppressWarnings("ReferenceEquality") // An equal key is found by the map as well.
  private Counts countsOf(MetricKey key, int epochMinute) {
    if (key != lastKey) {
      lastMinutes = minutes.computeIfAbsent(key, k -> new HashMap<>());
      lastKey = key;
      lastCounts = null;
    }
    if (lastCounts == null || epochMinute != lastMinute) {
      lastCounts = lastMinutes.computeIfAbsent(epochMinute, minute -> new Counts());
      lastMinute = epochMinute;
    }
    return lastCounts;
  }
}
