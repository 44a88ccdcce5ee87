package org.variometer.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;

/**
 * The sums of contributions by key and minute; hours are the sums of their minutes (spec §4). A
 * mutable accumulator for one thread.
 */
public final class Totals implements ContributionSink {
  private static final int MINUTES_OF_HOUR = 60;

  /** Takes the counts of one minute of one key. */
  @FunctionalInterface
  public interface MinuteReader {
    /** Takes them; they are the totals' own and must be left alone. */
    void accept(MetricKey key, int epochMinute, Counts counts);
  }

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
    other.forEachMinute((key, minute, counts) -> countsOf(key, minute).addAll(counts));
  }

  /** Adds to all sums of a minute. */
  public void addAll(MetricKey key, int epochMinute, Counts counts) {
    countsOf(key, epochMinute).addAll(counts);
  }

  /** Whether nothing was ever added. */
  public boolean isEmpty() {
    return hoursByKey.isEmpty();
  }

  /** Shows the counts of every minute that something was added to, in no particular order. */
  public void forEachMinute(MinuteReader reader) {
    hoursByKey.forEach(
        (key, hours) ->
            hours.byHour.forEach(
                (hour, minutes) -> {
                  for (int i = 0; i < MINUTES_OF_HOUR; i++) {
                    if (minutes[i] != null) {
                      reader.accept(key, hour * MINUTES_OF_HOUR + i, minutes[i]);
                    }
                  }
                }));
  }

  /** Writes the sums. */
  public void writeTo(ByteWriter out) {
    int[] number = {0};
    forEachMinute((key, minute, counts) -> number[0]++);
    out.writeUnsigned(number[0]);
    // Keys come in runs; each is written once.
    MetricKey[] last = {null};
    forEachMinute(
        (key, minute, counts) -> {
          out.writeUnsigned(key.equals(last[0]) ? 0 : 1);
          if (!key.equals(last[0])) {
            key.writeTo(out);
            last[0] = key;
          }
          out.writeUnsigned(minute);
          counts.writeTo(out);
        });
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Totals readFrom(ByteReader in) {
    Totals totals = new Totals();
    int number = in.readCount();
    MetricKey key = null;
    for (int i = 0; i < number; i++) {
      if (in.readUnsigned() == 1) {
        key = MetricKey.readFrom(in);
      }
      if (key == null) {
        throw new IllegalArgumentException("kept totals begin without a key");
      }
      totals.addAll(key, in.readInt(), Counts.readFrom(in));
    }
    return totals;
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
