package org.variometer.store.rows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.beacon.PerformanceName;
import org.variometer.metric.Bucket;
import org.variometer.metric.Counter;
import org.variometer.metric.Counts;
import org.variometer.metric.Granularity;
import org.variometer.metric.MeasureIds;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.Table;
import org.variometer.store.table.ValueType;

/**
 * The totals of a bucket. Minutes hold what is additive, hours and days the numbers of visitors.
 *
 * @param bucket the bucket
 * @param counts its sums but those of custom metrics
 * @param custom the sums of custom metrics by name
 * @param origin who wrote the row
 */
public record TotalRow(
    Bucket bucket, Counts counts, SortedMap<String, Long> custom, Origin origin) {
  /** The column by which rows are found: the bucket's start. */
  public static final String START = "bucket";

  private static final int FIRST_COUNTER = 6;
  private static final int AFTER_COUNTERS = FIRST_COUNTER + Counter.values().length;
  private static final ValueType<SortedMap<String, Long>> CUSTOM =
      ValueType.map(ValueType.STRING, ValueType.BIGINT);
  private static final ValueType<SortedMap<String, SortedMap<Integer, Long>>> HISTOGRAMS =
      ValueType.map(ValueType.STRING, ValueType.map(ValueType.INT, ValueType.BIGINT));

  /** The table {@code total_rows}. */
  public static final Table<TotalRow> TABLE =
      new Table<>(
          "total_rows",
          new Struct<>(columns(), TotalRow::of),
          Comparator.<TotalRow>comparingLong(row -> row.bucket().start())
              .thenComparing(row -> row.bucket().granularity())
              .thenComparing(row -> row.bucket().key()),
          row -> row.origin().slot());

  /** The row of a bucket's sums. */
  public static TotalRow of(Bucket bucket, Counts counts, CustomNames names, Origin origin) {
    return new TotalRow(bucket, counts, names.sums(counts), origin);
  }

  /** All sums of the bucket. */
  public Counts sums(CustomNames names) {
    Counts sums = new Counts();
    counts.forEach(
        (id, sum) -> {
          if (!MeasureIds.isCustom(id)) {
            sums.add(id, sum);
          }
        });
    custom.forEach((name, sum) -> sums.add(names.idOf(name), sum));
    return sums;
  }

  private static List<Column<TotalRow, ?>> columns() {
    List<Column<TotalRow, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("site", ValueType.STRING, row -> row.bucket().key().site()));
    columns.add(
        new Column<>("experiment", ValueType.STRING, row -> row.bucket().key().experiment()));
    columns.add(new Column<>("variant", ValueType.STRING, row -> row.bucket().key().variant()));
    columns.add(
        new Column<>("population", ValueType.STRING, row -> row.bucket().key().population().tag()));
    columns.add(
        new Column<>("granularity", ValueType.STRING, row -> row.bucket().granularity().tag()));
    columns.add(new Column<>(START, ValueType.BIGINT, row -> row.bucket().start()));
    for (Counter counter : Counter.values()) {
      columns.add(sum(CounterColumns.nameOf(counter), MeasureIds.of(counter)));
    }
    columns.add(sum("unique_visitors", MeasureIds.UNIQUE_VISITORS));
    columns.add(sum("multiple_exposure_visitors", MeasureIds.MULTIPLE_EXPOSURE_VISITORS));
    columns.add(new Column<>("custom", CUSTOM, TotalRow::custom));
    columns.add(new Column<>("histograms", HISTOGRAMS, row -> histograms(row.counts())));
    columns.add(new Column<>("slot", ValueType.STRING, row -> row.origin().slot()));
    columns.add(new Column<>("run", ValueType.STRING, row -> row.origin().run()));
    return columns;
  }

  private static Column<TotalRow, Long> sum(String name, int measure) {
    return new Column<>(name, ValueType.BIGINT, row -> row.counts().get(measure));
  }

  private static TotalRow of(Struct.Values values) {
    Counts counts = new Counts();
    for (Counter counter : Counter.values()) {
      addIfAny(
          counts,
          MeasureIds.of(counter),
          values.at(FIRST_COUNTER + CounterColumns.indexOf(counter), ValueType.BIGINT));
    }
    addIfAny(counts, MeasureIds.UNIQUE_VISITORS, values.at(AFTER_COUNTERS, ValueType.BIGINT));
    addIfAny(
        counts,
        MeasureIds.MULTIPLE_EXPOSURE_VISITORS,
        values.at(AFTER_COUNTERS + 1, ValueType.BIGINT));
    SortedMap<String, SortedMap<Integer, Long>> histograms =
        values.at(AFTER_COUNTERS + 3, HISTOGRAMS);
    for (PerformanceName name : PerformanceName.values()) {
      SortedMap<Integer, Long> histogram = histograms.get(name.wireName());
      if (histogram != null) {
        histogram.forEach((slot, sum) -> counts.add(MeasureIds.ofBucket(name, slot), sum));
      }
    }
    MetricKey key =
        new MetricKey(
            values.at(0, ValueType.STRING),
            values.at(1, ValueType.STRING),
            values.at(2, ValueType.STRING),
            Population.ofTag(values.at(3, ValueType.STRING)).orElseThrow());
    return new TotalRow(
        Bucket.startingAt(
            key, Granularity.ofTag(values.at(4, ValueType.STRING)), values.at(5, ValueType.BIGINT)),
        counts,
        values.at(AFTER_COUNTERS + 2, CUSTOM),
        new Origin(
            values.at(AFTER_COUNTERS + 4, ValueType.STRING),
            values.at(AFTER_COUNTERS + 5, ValueType.STRING)));
  }

  private static void addIfAny(Counts counts, int measure, long sum) {
    if (sum != 0) {
      counts.add(measure, sum);
    }
  }

  private static SortedMap<String, SortedMap<Integer, Long>> histograms(Counts counts) {
    SortedMap<String, SortedMap<Integer, Long>> histograms = new TreeMap<>();
    counts.forEach(
        (id, sum) -> {
          if (MeasureIds.isBucket(id)) {
            for (PerformanceName name : PerformanceName.values()) {
              int slot = MeasureIds.slot(id, name);
              if (slot >= 0) {
                histograms.computeIfAbsent(name.wireName(), n -> new TreeMap<>()).put(slot, sum);
              }
            }
          }
        });
    return histograms;
  }
}
