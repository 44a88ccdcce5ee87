package org.variometer.store.rows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.variometer.json.Utf8;
import org.variometer.metric.MetricKey;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.Table;
import org.variometer.store.table.ValueType;
import org.variometer.visitor.VisitorDay;
import org.variometer.visitor.VisitorDayKey;

/**
 * What is known of a visitor on a day; the day is the row's partition.
 *
 * @param hash the hash of site and visitor, which chooses the bucket
 * @param site tenant, shop or app
 * @param visitorId the visitor
 * @param entries what the visitor contributes, by key
 * @param origin who wrote the row
 */
public record VisitorDayRow(
    long hash, String site, String visitorId, List<EntryField> entries, Origin origin) {
  /** The column by which rows are found. */
  public static final String HASH = "visitor_hash";

  private static final ValueType<List<EntryField>> ENTRIES = ValueType.list(EntryField.struct());

  /** The table {@code visitor_day_rows}. */
  public static final Table<VisitorDayRow> TABLE =
      new Table<>(
          "visitor_day_rows",
          new Struct<>(
              List.of(
                  new Column<>(HASH, ValueType.BIGINT, VisitorDayRow::hash),
                  new Column<>("site", ValueType.STRING, VisitorDayRow::site),
                  new Column<>("visitor", ValueType.STRING, VisitorDayRow::visitorId),
                  new Column<>("entries", ENTRIES, VisitorDayRow::entries),
                  new Column<>("slot", ValueType.STRING, row -> row.origin().slot()),
                  new Column<>("run", ValueType.STRING, row -> row.origin().run())),
              values ->
                  new VisitorDayRow(
                      values.at(0, ValueType.BIGINT),
                      values.at(1, ValueType.STRING),
                      values.at(2, ValueType.STRING),
                      values.at(3, ENTRIES),
                      new Origin(values.at(4, ValueType.STRING), values.at(5, ValueType.STRING)))),
          Comparator.comparingLong(VisitorDayRow::hash)
              .thenComparing(VisitorDayRow::site, Utf8::compare)
              .thenComparing(VisitorDayRow::visitorId, Utf8::compare),
          row -> row.origin().slot());

  /** Copies the list. */
  public VisitorDayRow {
    entries = List.copyOf(entries);
  }

  /** The row of a visitor's day. */
  public static VisitorDayRow of(
      VisitorDayKey key, VisitorDay day, CustomNames names, Origin origin) {
    List<EntryField> entries = new ArrayList<>();
    day.byKey()
        .forEach(
            (of, entry) -> {
              if (!entry.isEmpty()) {
                entries.add(EntryField.of(of, key.epochDay(), entry, names));
              }
            });
    entries.sort(Comparator.comparing(EntryField::key));
    return new VisitorDayRow(key.hash(), key.site(), key.visitorId(), entries, origin);
  }

  /**
   * What the row knows.
   *
   * @param epochDay the day of its partition, days since the epoch
   */
  public VisitorDay day(int epochDay, CustomNames names) {
    VisitorDay day = new VisitorDay();
    for (EntryField field : entries) {
      MetricKey key = field.key();
      field.addTo(
          day.entry(new MetricKey(site, key.experiment(), key.variant(), key.population())),
          epochDay,
          names);
    }
    return day;
  }
}
