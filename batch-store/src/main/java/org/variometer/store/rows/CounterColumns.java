package org.variometer.store.rows;

import org.variometer.metric.Counter;

/** The columns of the built-in counters, one for each, in the order of their declaration. */
final class CounterColumns {
  private CounterColumns() {}

  /** A counter's column: its metric, with the unit where it is an amount. */
  static String nameOf(Counter counter) {
    return counter.isAmount() ? counter.metric() + "_micros" : counter.metric();
  }

  /** A counter's place among them. */
  @SuppressWarnings("EnumOrdinal") // The place among the columns, which are kept by name.
  static int indexOf(Counter counter) {
    return counter.ordinal();
  }
}
