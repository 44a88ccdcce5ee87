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

  private final Map<MetricKey, Hours> hoursByKey = new HashMap<>();
  private MetricKey lastKey;
  private Hours lastHours;

  /** The counts of the minutes of a key's hours; visits mostly stay within the hour at hand. */
  private static final class Hours {
    private final Map<Integer, Counts[]> byHour = new HashMap<>();
    private int lastHour = -1;
    private Counts[] lastMinutes;

    Counts at(int epochMinute) {
      int hour = epochMinute / MINUTES_OF_HOUR;
      if (hour != lastHour) {
        lastMinutes = byHour.computeIfAbsent(hour, h -> new Counts[MINUTES_OF_HOUR]);
        lastHour = hour;
      }
      int minute = epochMinute % MINUTES_OF_HOUR;
      if (lastMinutes[minute] == null) {
        lastMinutes[minute] = new Counts();
      }
      return lastMinutes[minute];
    }
  }

  @Override
  public void add(MetricKey key, int epochMinute, int measure, long amount) {
    countsOf(key, epochMinute).add(measure, amount);
  }

  /** Adds all of {@code other}. */
  public void addAll(Totals other) {
    other
        .byMinute()
        .forEach(
            (key, minutes) ->
                minutes.forEach((minute, counts) -> countsOf(key, minute).addAll(counts)));
  }

  /** The counts of each minute (since the epoch) of each key, in order. */
  public SortedMap<MetricKey, SortedMap<Integer, Counts>> byMinute() {
    SortedMap<MetricKey, SortedMap<Integer, Counts>> byKey = new TreeMap<>();
    hoursByKey.forEach(
        (key, hours) -> {
          SortedMap<Integer, Counts> minutes = new TreeMap<>();
          hours.byHour.forEach(
              (hour, ofHour) -> {
                for (int i = 0; i < MINUTES_OF_HOUR; i++) {
                  if (ofHour[i] != null) {
                    minutes.put(hour * MINUTES_OF_HOUR + i, ofHour[i]);
                  }
                }
              });
          byKey.put(key, minutes);
        });
    return byKey;
  }

  /** The counts of each hour (since the epoch) of each key, in order. */
  public SortedMap<MetricKey, SortedMap<Integer, Counts>> byHour() {
    SortedMap<MetricKey, SortedMap<Integer, Counts>> byKey = new TreeMap<>();
    hoursByKey.forEach(
        (key, hours) -> {
          SortedMap<Integer, Counts> sums = new TreeMap<>();
          hours.byHour.forEach(
              (hour, ofHour) -> {
                Counts sum = new Counts();
                for (Counts minute : ofHour) {
                  if (minute != null) {
                    sum.addAll(minute);
                  }
                }
                sums.put(hour, sum);
              });
          byKey.put(key, sums);
        });
    return byKey;
  }

  /** A visit's contributions to one key come in a row: the last key is kept at hand. */
  @SuppressWarnings("ReferenceEquality") // An equal key is found by the map as well.
  private Counts countsOf(MetricKey key, int epochMinute) {
    if (key != lastKey) {
      lastHours = hoursByKey.computeIfAbsent(key, k -> new Hours());
      lastKey = key;
    }
    return lastHours.at(epochMinute);
  }
}
