package org.variometer.statistics;

/**
 * An interval of values, its ends included.
 *
 * @param lower finite
 * @param upper finite, ≥ lower
 */
public record Interval(double lower, double upper) {
  /** Whether a value lies in it. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  /** Upper less lower end. */
  public double width() {
    return upper - lower;
  }
}
