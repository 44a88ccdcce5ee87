package org.variometer.store.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.variometer.metric.Counter;
import org.variometer.metric.Counts;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.ValueType;
import org.variometer.visitor.VisitorEntry;

/**
 * What a visitor contributes to one key on a day, as a field of a row.
 *
 * @param key the key; its site is the row's
 * @param exposures by instant of entry the visits
 * @param hours by hour of the day the visits seen in it
 * @param mentions the visits that mention the variant
 * @param counts the sums of the built-in counters
 * @param custom the sums of custom metrics by name
 */
record EntryField(
    MetricKey key,
    SortedMap<Long, Long> exposures,
    SortedMap<Integer, Long> hours,
    long mentions,
    Counts counts,
    SortedMap<String, Long> custom) {
  private static final int FIRST_COUNTER = 7;
  private static final ValueType<SortedMap<Long, Long>> EXPOSURES =
      ValueType.map(ValueType.BIGINT, ValueType.BIGINT);
  private static final ValueType<SortedMap<Integer, Long>> HOURS =
      ValueType.map(ValueType.INT, ValueType.BIGINT);
  private static final ValueType<SortedMap<String, Long>> CUSTOM =
      ValueType.map(ValueType.STRING, ValueType.BIGINT);

  /** Of an entry of a day. */
  static EntryField of(MetricKey key, int epochDay, VisitorEntry entry, CustomNames names) {
    Counts counts = entry.measures();
    return new EntryField(
        key,
        entry.exposures(epochDay),
        entry.hours(),
        entry.mentions(),
        counts,
        names.sums(counts));
  }

  /** Adds it to what it is an entry of. */
  void addTo(VisitorEntry entry, CustomNames names) {
    exposures.forEach(entry::addEntry);
    hours.forEach(entry::addHour);
    entry.addMentions(mentions);
    counts.forEach(
        (id, sum) -> {
          if (!MeasureIds.isCustom(id)) {
            entry.add(id, sum);
          }
        });
    custom.forEach((name, sum) -> entry.add(names.idOf(name), sum));
  }

  /** The type of the field in rows of a site. */
  static Struct<EntryField> struct() {
    List<Column<EntryField, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("experiment", ValueType.STRING, field -> field.key().experiment()));
    columns.add(new Column<>("variant", ValueType.STRING, field -> field.key().variant()));
    columns.add(
        new Column<>("population", ValueType.STRING, field -> field.key().population().tag()));
    columns.add(new Column<>("first_exposure", ValueType.BIGINT, EntryField::firstExposure));
    columns.add(new Column<>("exposures", EXPOSURES, EntryField::exposures));
    columns.add(new Column<>("hours", HOURS, EntryField::hours));
    columns.add(new Column<>("mentions", ValueType.BIGINT, EntryField::mentions));
    for (Counter counter : Counter.values()) {
      columns.add(
          new Column<>(
              CounterColumns.nameOf(counter),
              ValueType.BIGINT,
              field -> field.counts().get(MeasureIds.of(counter))));
    }
    columns.add(
        new Column<>(
            "custom", ValueType.map(ValueType.STRING, ValueType.BIGINT), EntryField::custom));
    return new Struct<>(columns, EntryField::of);
  }

  /** Null if no visit entered on the day. */
  private Long firstExposure() {
    return exposures.isEmpty() ? null : exposures.firstKey();
  }

  private static EntryField of(Struct.Values values) {
    Counts counts = new Counts();
    for (Counter counter : Counter.values()) {
      long sum = values.at(FIRST_COUNTER + CounterColumns.indexOf(counter), ValueType.BIGINT);
      if (sum != 0) {
        counts.add(MeasureIds.of(counter), sum);
      }
    }
    return new EntryField(
        new MetricKey(
            "",
            values.at(0, ValueType.STRING),
            values.at(1, ValueType.STRING),
            Population.ofTag(values.at(2, ValueType.STRING)).orElseThrow()),
        values.at(4, EXPOSURES),
        values.at(5, HOURS),
        values.at(6, ValueType.BIGINT),
        counts,
        values.at(FIRST_COUNTER + Counter.values().length, CUSTOM));
  }
}
