package org.variometer.series;

import java.util.Optional;

/**
 * A value in its cell.
 *
 * @param cell where it stands
 * @param value its value: counts as they are, amounts in units of the currency
 */
public record Point(Cell cell, double value) {

  /**
   * What keeps this point from being written, if anything does. The database accepts almost
   * anything and fails when it is asked for it later.
   */
  public Optional<String> problem() {
    if (!Double.isFinite(value)) {
      return Optional.of("a value that is no finite number: " + value);
    }
    if (cell.timestamp() < 0) {
      return Optional.of("a timestamp before 1970: " + cell.timestamp());
    }
    return cell.series().problem();
  }
}
