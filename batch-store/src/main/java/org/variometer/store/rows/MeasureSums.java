package org.variometer.store.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import org.variometer.metric.Counter;
import org.variometer.metric.Counts;
import org.variometer.metric.MeasureIds;
import org.variometer.store.table.Column;
import org.variometer.store.table.Struct;
import org.variometer.store.table.ValueType;

/**
 * Sums of measures as columns: one for each built-in counter, one for all custom metrics.
 *
 * @param counters the sums of the built-in counters
 * @param custom the sums of custom metrics by name
 */
record MeasureSums(Counts counters, SortedMap<String, Long> custom) {
  private static final Counter[] COUNTERS = Counter.values();

  /** How many columns there are. */
  static final int COLUMNS = COUNTERS.length + 1;

  private static final ValueType<SortedMap<String, Long>> CUSTOM =
      ValueType.map(ValueType.STRING, ValueType.BIGINT);

  /** Of sums in which custom metrics have ids. */
  static MeasureSums of(Counts sums, CustomNames names) {
    return new MeasureSums(sums, names.sums(sums));
  }

  /** Shows every sum that is not 0. */
  void forEach(CustomNames names, Counts.Reader reader) {
    counters.forEach(
        (id, sum) -> {
          if (!MeasureIds.isCustom(id)) {
            reader.accept(id, sum);
          }
        });
    custom.forEach((name, sum) -> reader.accept(names.idOf(name), sum));
  }

  /** The columns of what has such sums. */
  static <R> List<Column<R, ?>> columns(Function<R, MeasureSums> sums) {
    List<Column<R, ?>> columns = new ArrayList<>();
    for (Counter counter : COUNTERS) {
      int id = MeasureIds.of(counter);
      columns.add(
          new Column<>(
              CounterColumns.nameOf(counter),
              ValueType.BIGINT,
              row -> sums.apply(row).counters().get(id)));
    }
    columns.add(new Column<>("custom", CUSTOM, row -> sums.apply(row).custom()));
    return columns;
  }

  /** Reads them, the first being at a position. */
  static MeasureSums at(int first, Struct.Values values) {
    Counts counters = new Counts();
    for (Counter counter : COUNTERS) {
      long sum = values.numberAt(first + CounterColumns.indexOf(counter));
      if (sum != 0) {
        counters.add(MeasureIds.of(counter), sum);
      }
    }
    return new MeasureSums(counters, values.at(first + COUNTERS.length, CUSTOM));
  }
}
