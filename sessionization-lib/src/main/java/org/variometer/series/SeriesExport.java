package org.variometer.series;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.variometer.metric.MetricValue;

/**
 * Brings series into the form of an export (spec §9): the form, to the byte, in which {@code
 * metrics} prints the same numbers. Keeps 16 bytes a point. A mutable accumulator for one thread.
 */
public final class SeriesExport {
  private final SortedMap<MetricSeries, List<Stretch>> bySeries = new TreeMap<>();

  /**
   * Takes a stretch of a series; stretches of one series come in the order of time. Series about
   * the pipeline are left out.
   */
  public void add(Stretch stretch) {
    if (stretch.series() instanceof MetricSeries series) {
      bySeries.computeIfAbsent(series, s -> new ArrayList<>()).add(stretch);
    }
  }

  /** Gives all cells that are not 0, sorted by all columns but the value. */
  public void rows(Consumer<Row> rows) {
    bySeries.forEach(
        (series, stretches) -> {
          for (Stretch stretch : stretches) {
            for (int i = 0; i < stretch.timestamps().length; i++) {
              // The shortest decimal of an amount's nearest double is the amount's own up to
              // 8.5e9 units; above, doubles lie further apart than micros.
              MetricValue value = MetricValue.real(stretch.values()[i]);
              if (value.isShown()) {
                rows.accept(new Row(series, stretch.timestamps()[i], value));
              }
            }
          }
        });
  }
}
