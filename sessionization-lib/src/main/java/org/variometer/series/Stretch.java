package org.variometer.series;

import java.util.function.ObjDoubleConsumer;

/**
 * Neighbouring points of one series, in the order of time. The arrays belong to whoever is given
 * them.
 *
 * @param series the series
 * @param timestamps ms since the epoch, ascending
 * @param values the value at each timestamp
 */
public record Stretch(Series series, long[] timestamps, double[] values) {

  /** Shows each value in its cell. */
  public void forEach(ObjDoubleConsumer<Cell> cells) {
    for (int i = 0; i < timestamps.length; i++) {
      cells.accept(new Cell(series, timestamps[i]), values[i]);
    }
  }
}
