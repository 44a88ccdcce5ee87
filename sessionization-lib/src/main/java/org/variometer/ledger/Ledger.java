package org.variometer.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Totals;

/**
 * The totals of the buckets that the stream holds: minutes of event time and their hours, which are
 * the sums of their minutes. An hour is held, whole, until it is too old or sealed; what comes for
 * it later is left to the batch and counted. Immutable: what a step does not touch is shared.
 */
public final class Ledger {
  /** Nothing held, nothing dropped. */
  public static final Ledger EMPTY = new Ledger(Map.of(), Integer.MIN_VALUE);

  private final Map<MetricKey, Map<Integer, HourTotals>> hoursByKey;

  /** The first hour (since the epoch) that is held. */
  private final int oldestHour;

  private Ledger(Map<MetricKey, Map<Integer, HourTotals>> hoursByKey, int oldestHour) {
    this.hoursByKey = hoursByKey;
    this.oldestHour = oldestHour;
  }

  /**
   * A step of a ledger.
   *
   * @param ledger the ledger after it
   * @param late the number of contributions discarded because their hour is no longer held
   */
  public record Step(Ledger ledger, long late) {}

  /** Receives buckets. */
  @FunctionalInterface
  public interface BucketReader {
    /** Takes one; the counts are not to be changed. */
    void accept(MetricKey key, Granularity granularity, long start, Counts counts);
  }

  /** Shows every bucket that is held, in no particular order. */
  public void forEach(BucketReader reader) {
    hoursByKey.forEach(
        (key, hours) ->
            hours.forEach(
                (hour, totals) -> {
                  long start = hour * Granularity.HOUR.millis();
                  reader.accept(key, Granularity.HOUR, start, totals.hour());
                  for (int minute = 0; minute < HourTotals.MINUTES; minute++) {
                    if (totals.minutes()[minute] != null) {
                      reader.accept(
                          key,
                          Granularity.MINUTE,
                          start + minute * Granularity.MINUTE.millis(),
                          totals.minute(minute));
                    }
                  }
                }));
  }

  /**
   * The same totals where what is added up has other numbers.
   *
   * @param newId the new one for each, negative for what is forgotten
   */
  public Ledger renumbered(IntUnaryOperator newId) {
    Map<MetricKey, Map<Integer, HourTotals>> renumbered = new HashMap<>();
    hoursByKey.forEach(
        (key, hours) -> {
          Map<Integer, HourTotals> ofKey = new HashMap<>();
          hours.forEach((hour, totals) -> ofKey.put(hour, totals.renumbered(newId)));
          renumbered.put(key, ofKey);
        });
    return new Ledger(renumbered, oldestHour);
  }

  /** The first hour (since the epoch) that is held; {@link Integer#MIN_VALUE} for all. */
  public int oldestHour() {
    return oldestHour;
  }

  /** The number of pairs of key and hour that are held. */
  public int size() {
    return hoursByKey.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * Adds contributions, then drops the hours that are too old.
   *
   * @param contributions what a micro-batch adds
   * @param oldest the first hour (since the epoch) that is held from then on
   * @param changes takes every bucket that was touched, minutes and hours
   */
  public Step add(List<Totals> contributions, int oldest, Consumer<ChangedBucket> changes) {
    Map<MetricKey, Map<Integer, Map<Integer, Counts>>> arrived = new TreeMap<>();
    for (Totals totals : contributions) {
      totals.forEachMinute(
          (key, minute, counts) ->
              arrived
                  .computeIfAbsent(key, k -> new TreeMap<>())
                  .computeIfAbsent(minute / HourTotals.MINUTES, h -> new TreeMap<>())
                  .computeIfAbsent(minute % HourTotals.MINUTES, m -> new Counts())
                  .addAll(counts));
    }
    if (arrived.isEmpty() && oldest <= oldestHour) {
      return new Step(this, 0);
    }
    Map<MetricKey, Map<Integer, HourTotals>> added = new HashMap<>(hoursByKey);
    long[] late = {0};
    arrived.forEach(
        (key, hours) ->
            hours.forEach(
                (hour, minutes) -> {
                  if (hour < oldestHour) {
                    late[0] += minutes.size();
                    return;
                  }
                  Map<Integer, HourTotals> known = new HashMap<>(added.getOrDefault(key, Map.of()));
                  known.put(
                      hour,
                      add(known.getOrDefault(hour, HourTotals.EMPTY), key, hour, minutes, changes));
                  added.put(key, known);
                }));
    return new Step(dropped(added, Math.max(oldest, oldestHour)), late[0]);
  }

  private Ledger dropped(Map<MetricKey, Map<Integer, HourTotals>> all, int oldest) {
    if (oldest > oldestHour) {
      for (MetricKey key : List.copyOf(all.keySet())) {
        Map<Integer, HourTotals> held = new HashMap<>(all.get(key));
        if (held.keySet().removeIf(hour -> hour < oldest)) {
          all.put(key, held);
        }
        if (held.isEmpty()) {
          all.remove(key);
        }
      }
    }
    return new Ledger(all, oldest);
  }

  private static HourTotals add(
      HourTotals before,
      MetricKey key,
      int hour,
      Map<Integer, Counts> arrived,
      Consumer<ChangedBucket> changes) {
    long start = hour * Granularity.HOUR.millis();
    Counts[] minutes = before.minutes().clone();
    Counts sum = before.hour().copy();
    arrived.forEach(
        (minute, counts) -> {
          minutes[minute] = before.minute(minute).copy();
          minutes[minute].addAll(counts);
          sum.addAll(counts);
          changes.accept(
              new ChangedBucket(
                  key,
                  Granularity.MINUTE,
                  start + minute * Granularity.MINUTE.millis(),
                  before.minute(minute),
                  minutes[minute]));
        });
    changes.accept(new ChangedBucket(key, Granularity.HOUR, start, before.hour(), sum));
    return new HourTotals(sum, minutes);
  }

  /** Writes it. */
  public void writeTo(ByteWriter out) {
    out.writeSigned(oldestHour);
    out.writeUnsigned(hoursByKey.size());
    new TreeMap<>(hoursByKey)
        .forEach(
            (key, hours) -> {
              key.writeTo(out);
              out.writeUnsigned(hours.size());
              new TreeMap<>(hours)
                  .forEach(
                      (hour, totals) -> {
                        out.writeUnsigned(hour);
                        totals.writeTo(out);
                      });
            });
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Ledger readFrom(ByteReader in) {
    int oldestHour = (int) in.readSigned();
    Map<MetricKey, Map<Integer, HourTotals>> hoursByKey = new HashMap<>();
    int keys = in.readCount();
    for (int k = 0; k < keys; k++) {
      MetricKey key = MetricKey.readFrom(in);
      Map<Integer, HourTotals> hours = new HashMap<>();
      int number = in.readCount();
      for (int h = 0; h < number; h++) {
        hours.put(in.readInt(), HourTotals.readFrom(in));
      }
      hoursByKey.put(key, hours);
    }
    return new Ledger(hoursByKey, oldestHour);
  }
}
