package org.variometer.store.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.ValueType;
import org.variometer.visitor.VisitorEntry;

/**
 * What a visitor contributes to one key on a day, as a field of a row. The sums are those of all
 * visits; shares are kept of all instants of entry but one, whose share is what is left of the
 * sums: nearly all visitors have no other on a day. That one is the earliest of the day; if nobody
 * entered on the day it is the last millisecond before it, which stands for an unknown instant in
 * rows that were written before there were shares.
 *
 * @param key the key; its site is the row's
 * @param exposures by instant of entry the visits
 * @param hours by hour of the day the visits seen in it
 * @param mentions the visits that mention the variant
 * @param sums the sums of measures
 * @param firstOfSeveral by instant of entry the visits that mention several variants, this first
 * @param shares what is of visits that entered at other instants than the earliest of the day
 */
record EntryField(
    MetricKey key,
    SortedMap<Long, Long> exposures,
    SortedMap<Integer, Long> hours,
    long mentions,
    MeasureSums sums,
    SortedMap<Long, Long> firstOfSeveral,
    List<ShareField> shares) {
  private static final int FIRST_COUNTER = 7;
  private static final int BEHIND_SUMS = FIRST_COUNTER + MeasureSums.COLUMNS;
  private static final ValueType<SortedMap<Long, Long>> INSTANTS =
      ValueType.map(ValueType.BIGINT, ValueType.BIGINT);
  private static final ValueType<SortedMap<Integer, Long>> HOURS =
      ValueType.map(ValueType.INT, ValueType.BIGINT);
  private static final ValueType<List<ShareField>> SHARES = ValueType.list(ShareField.struct());

  /** Of an entry of a day. */
  static EntryField of(MetricKey key, int epochDay, VisitorEntry entry, CustomNames names) {
    SortedMap<Long, Long> exposures = entry.exposures(epochDay);
    long earliest = earliest(exposures, epochDay);
    Counts all = new Counts();
    SortedMap<Long, ShareField> shares = new TreeMap<>();
    entry.forEachShare(
        (instant, sums) -> {
          all.addAll(sums);
          if (instant != earliest) {
            shares.put(instant, new ShareField(instant, MeasureSums.of(sums, names)));
          }
        });
    return new EntryField(
        key,
        exposures,
        entry.hours(),
        entry.mentions(),
        MeasureSums.of(all, names),
        entry.firstOfSeveral(epochDay),
        List.copyOf(shares.values()));
  }

  private static long earliest(SortedMap<Long, Long> exposures, int epochDay) {
    return exposures.isEmpty() ? epochDay * Granularity.DAY.millis() - 1 : exposures.firstKey();
  }

  /** Adds it to what it is an entry of. */
  void addTo(VisitorEntry entry, int epochDay, CustomNames names) {
    exposures.forEach(entry::addEntry);
    hours.forEach(entry::addHour);
    entry.addMentions(mentions);
    firstOfSeveral.forEach(entry::addFirstOfSeveral);
    long earliest = earliest(exposures, epochDay);
    sums.forEach(names, (id, sum) -> entry.add(earliest, id, sum));
    for (ShareField share : shares) {
      share
          .sums()
          .forEach(
              names,
              (id, sum) -> {
                entry.add(share.entered(), id, sum);
                entry.add(earliest, id, -sum);
              });
    }
  }

  /** The type of the field in rows of a site. */
  static Struct<EntryField> struct() {
    List<Column<EntryField, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("experiment", ValueType.STRING, field -> field.key().experiment()));
    columns.add(new Column<>("variant", ValueType.STRING, field -> field.key().variant()));
    columns.add(
        new Column<>("population", ValueType.STRING, field -> field.key().population().tag()));
    columns.add(new Column<>("first_exposure", ValueType.BIGINT, EntryField::firstExposure));
    columns.add(new Column<>("exposures", INSTANTS, EntryField::exposures));
    columns.add(new Column<>("hours", HOURS, EntryField::hours));
    columns.add(new Column<>("mentions", ValueType.BIGINT, EntryField::mentions));
    columns.addAll(MeasureSums.columns(EntryField::sums));
    columns.add(new Column<>("first_of_several", INSTANTS, EntryField::firstOfSeveral));
    columns.add(new Column<>("shares", SHARES, EntryField::shares));
    return new Struct<>(columns, EntryField::of);
  }

  /** Null if no visit entered on the day. */
  private Long firstExposure() {
    return exposures.isEmpty() ? null : exposures.firstKey();
  }

  private static EntryField of(Struct.Values values) {
    SortedMap<Long, Long> firstOfSeveral = values.at(BEHIND_SUMS, INSTANTS);
    List<ShareField> shares = values.at(BEHIND_SUMS + 1, SHARES);
    return new EntryField(
        new MetricKey(
            "",
            values.at(0, ValueType.STRING),
            values.at(1, ValueType.STRING),
            Population.ofTag(values.at(2, ValueType.STRING)).orElseThrow()),
        values.at(4, INSTANTS),
        values.at(5, HOURS),
        values.numberAt(6),
        MeasureSums.at(FIRST_COUNTER, values),
        // Both are absent in rows that were written before there were any.
        firstOfSeveral == null ? new TreeMap<>() : firstOfSeveral,
        shares == null ? List.of() : shares);
  }
}
