package org.variometer.beacon;

import java.util.Arrays;

/** The load times of a beacon, in milliseconds, 0…600,000; each may be absent. */
public final class Performance implements Comparable<Performance> {
  /** The greatest value, in milliseconds. */
  public static final double MAX = 600_000;

  /** No load times. */
  public static final Performance NONE = new Performance(new double[0]);

  private static final int NAMES = PerformanceName.values().length;

  private final double[] values;

  private Performance(double[] values) {
    this.values = values;
  }

  /**
   * The load times of a beacon.
   *
   * @param values a value for each {@link PerformanceName} in order, NaN where absent
   * @throws IllegalArgumentException if there are not as many values as names, or one is out of
   *     range
   */
  public static Performance of(double[] values) {
    if (values.length != NAMES) {
      throw new IllegalArgumentException(NAMES + " values expected, not " + values.length);
    }
    for (double value : values) {
      if (value < 0 || value > MAX) {
        throw new IllegalArgumentException("not in 0…" + MAX + ": " + value);
      }
    }
    return takingOver(values.clone());
  }

  /** The same for checked values in an array that nobody else holds. */
  static Performance takingOver(double[] values) {
    boolean any = false;
    for (int i = 0; i < NAMES; i++) {
      any |= !Double.isNaN(values[i]);
      // + 0.0 makes a negative zero positive: both are the same fact.
      values[i] += 0.0;
    }
    return any ? new Performance(values) : NONE;
  }

  /** Whether no value is present. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /**
   * The value of the name with this {@link PerformanceName#index}, in milliseconds; NaN if absent.
   */
  public double value(int name) {
    return values.length == 0 ? Double.NaN : values[name];
  }

  /** Orders name by name, absent before present, then by value. */
  @Override
  public int compareTo(Performance other) {
    for (int i = 0; i < NAMES; i++) {
      double a = value(i);
      double b = other.value(i);
      boolean aAbsent = Double.isNaN(a);
      boolean bAbsent = Double.isNaN(b);
      if (aAbsent != bAbsent) {
        return aAbsent ? -1 : 1;
      }
      if (!aAbsent && a != b) {
        return a < b ? -1 : 1;
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Performance that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Performance" + Arrays.toString(values);
  }
}
