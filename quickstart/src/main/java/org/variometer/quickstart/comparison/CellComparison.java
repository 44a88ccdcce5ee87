package org.variometer.quickstart.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.variometer.series.Cell;

/**
 * Cells as they should be beside cells as they are; one that is not there is 0 (spec §4).
 *
 * @param computed how many should not be 0
 * @param standing how many are not 0
 * @param differences those with another value than they should have
 */
public record CellComparison(long computed, long standing, List<Difference> differences) {

  /**
   * A cell with another value than it should have.
   *
   * @param should the value that it should have
   * @param stands the value that it has
   */
  public record Difference(Cell cell, double should, double stands) {
    @Override
    public String toString() {
      return cell + ": KairosDB has " + stands + ", should be " + should;
    }
  }

  /** Compares. */
  public static CellComparison of(Map<Cell, Double> computed, Map<Cell, Double> standing) {
    List<Difference> differences = new ArrayList<>();
    standing.forEach(
        (cell, stands) -> {
          double should = computed.getOrDefault(cell, 0.0);
          if (stands != should) {
            differences.add(new Difference(cell, should, stands));
          }
        });
    computed.forEach(
        (cell, should) -> {
          if (should != 0 && !standing.containsKey(cell)) {
            differences.add(new Difference(cell, should, 0));
          }
        });
    return new CellComparison(notZero(computed), notZero(standing), List.copyOf(differences));
  }

  private static long notZero(Map<Cell, Double> cells) {
    return cells.values().stream().filter(value -> value != 0).count();
  }
}
