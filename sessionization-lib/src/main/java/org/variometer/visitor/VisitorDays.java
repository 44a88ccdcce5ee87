package org.variometer.visitor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.variometer.codec.ByteReader;
import org.variometer.codec.ByteWriter;
import org.variometer.metric.ContributionSink;
import org.variometer.metric.ForwardingSink;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricKey;

/** Gathers what visits contribute by visitor and day. A mutable accumulator for one thread. */
public final class VisitorDays implements ContributionSink {
  private static final int MINUTES_OF_DAY = 1440;
  private static final int HOURS_OF_DAY = 24;
  private static final long DAY_MILLIS = 86_400_000;

  private final Map<VisitorDayKey, VisitorDay> days = new HashMap<>();

  @Override
  public ContributionSink ofVisitor(String visitorId) {
    return new OfVisitor(visitorId);
  }

  /** Refuses what is of no visitor. */
  @Override
  public void add(MetricKey key, int epochMinute, int measure, long amount) {
    throw new IllegalStateException("a contribution of no visitor's");
  }

  /** Adds all of {@code other}. */
  public void addAll(VisitorDays other) {
    other.days.forEach(this::add);
  }

  /** Adds what is known of a visitor's day. */
  public void add(VisitorDayKey key, VisitorDay day) {
    days.computeIfAbsent(key, k -> new VisitorDay()).addAll(day);
  }

  /** What was gathered, by visitor and day; to be left alone. */
  public Map<VisitorDayKey, VisitorDay> byKey() {
    return days;
  }

  /**
   * Writes what was gathered, divided.
   *
   * @param parts into how many
   * @param part chooses a part, from 0
   * @return by part what {@link #addFrom} reads; null where there is nothing
   */
  public byte[][] write(int parts, ToIntFunction<VisitorDayKey> part) {
    ByteWriter[] writers = new ByteWriter[parts];
    days.forEach(
        (key, day) -> {
          int chosen = part.applyAsInt(key);
          if (writers[chosen] == null) {
            writers[chosen] = new ByteWriter(1024);
          }
          key.writeTo(writers[chosen]);
          day.writeTo(writers[chosen]);
        });
    byte[][] bytes = new byte[parts][];
    for (int i = 0; i < parts; i++) {
      bytes[i] = writers[i] == null ? null : writers[i].toByteArray();
    }
    return bytes;
  }

  /** Adds all that {@link #write} wrote. */
  public void addFrom(ByteReader in) {
    while (!in.atEnd()) {
      days.computeIfAbsent(VisitorDayKey.readFrom(in), key -> new VisitorDay()).addFrom(in);
    }
  }

  /** Visits mostly stay within a day, and tell one key after the other: the last are at hand. */
  private final class OfVisitor implements ContributionSink {
    private final String visitorId;
    private VisitorDay lastDay;
    private String lastSite;
    private int lastEpochDay;

    OfVisitor(String visitorId) {
      this.visitorId = visitorId;
    }

    @Override
    public ContributionSink ofEntry(long instant) {
      return new OfEntry(this, instant);
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      throw new IllegalStateException("a contribution of no visit's");
    }

    @Override
    public void entry(MetricKey key, long instant, int visits) {
      entry(key, (int) (instant / DAY_MILLIS)).addEntry(instant, visits);
    }

    @Override
    public void firstOfSeveral(MetricKey key, long instant, int visits) {
      entry(key, (int) (instant / DAY_MILLIS)).addFirstOfSeveral(instant, visits);
    }

    @Override
    public void hour(MetricKey key, int epochHour, int visits) {
      entry(key, epochHour / HOURS_OF_DAY).addHour(epochHour % HOURS_OF_DAY, visits);
    }

    @Override
    public void exposure(MetricKey key, int epochDay, int visits) {
      entry(key, epochDay).addMentions(visits);
    }

    @SuppressWarnings("ReferenceEquality") // An equal site is found by the map as well.
    private VisitorEntry entry(MetricKey key, int epochDay) {
      if (lastDay == null || lastEpochDay != epochDay || lastSite != key.site()) {
        lastSite = key.site();
        lastEpochDay = epochDay;
        lastDay =
            days.computeIfAbsent(
                new VisitorDayKey(key.site(), visitorId, epochDay), k -> new VisitorDay());
      }
      return lastDay.entry(key);
    }
  }

  /** Visits of a visitor that entered at an instant. */
  private static final class OfEntry extends ForwardingSink {
    private final OfVisitor visitor;
    private final long instant;

    OfEntry(OfVisitor visitor, long instant) {
      super(visitor);
      this.visitor = visitor;
      this.instant = instant;
    }

    @Override
    public void add(MetricKey key, int epochMinute, int measure, long amount) {
      if (!MeasureIds.isBucket(measure)) {
        visitor.entry(key, epochMinute / MINUTES_OF_DAY).add(instant, measure, amount);
      }
    }
  }
}
