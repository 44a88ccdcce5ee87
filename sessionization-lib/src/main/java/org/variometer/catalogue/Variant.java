package org.variometer.catalogue;

/**
 * A variant of an experiment.
 *
 * @param name its name
 * @param weight its part of the sum of all variants' weights, of the visitors that are assigned;
 *     above 0, up to 10⁹
 */
public record Variant(String name, double weight) {
  /** The greatest weight. */
  public static final double MAX_WEIGHT = 1e9;

  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if it is not above 0 and up to 10⁹
   */
  public Variant {
    if (!(weight > 0 && weight <= MAX_WEIGHT)) {
      throw new IllegalArgumentException("variant " + name + " of weight " + weight);
    }
  }
}
