package org.variometer.readout;

import java.util.Optional;
import org.variometer.beacon.Micros;

/**
 * A metric by which variants are compared, the visitor being the unit.
 *
 * @param name its name
 * @param kind how visitors make a value
 * @param amount whether the numerator is in micros of the reporting currency, or of what a custom
 *     metric sums up
 * @param numerator which of {@link ReadoutMetrics#measures} it is about, from 0
 * @param denominator which of them the numerator is over; that of {@code numerator} where the kind
 *     is no ratio
 * @param hurts the side that hurts, if that is known
 */
public record ReadoutMetric(
    String name, Kind kind, boolean amount, int numerator, int denominator, Optional<Side> hurts) {

  /** How visitors make a value. */
  public enum Kind {
    /** The share of visitors whose sum is above 0. */
    PROPORTION,
    /** The mean of the visitors' sums. */
    MEAN,
    /** The visitors' sums of one measure over those of another: Σ/Σ. */
    RATIO
  }

  /**
   * A visitor's value: 0 or 1 of a proportion, the numerator of a ratio, or else the sum.
   *
   * @param sums the visitor's, in the order of {@link ReadoutMetrics#measures}
   */
  public long value(long[] sums) {
    long sum = sums[numerator];
    return kind != Kind.PROPORTION ? sum : sum > 0 ? 1 : 0;
  }

  /** A visitor's denominator: 1 where the kind is no ratio. */
  public long denominator(long[] sums) {
    return kind == Kind.RATIO ? sums[denominator] : 1;
  }

  /** How many of {@link #value} make a unit: 1, or 1,000,000 for micros. */
  public long unit() {
    return amount ? Micros.PER_UNIT : 1;
  }
}
