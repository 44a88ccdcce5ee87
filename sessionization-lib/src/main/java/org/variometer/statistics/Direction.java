package org.variometer.statistics;

/** Which way a metric should go. */
public enum Direction {
  /** More is better, as of orders. */
  UP,
  /** Less is better, as of errors. */
  DOWN
}
