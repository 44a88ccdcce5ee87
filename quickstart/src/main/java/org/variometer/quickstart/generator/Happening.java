package org.variometer.quickstart.generator;

/**
 * The detail of an event.
 *
 * @param name plain ASCII
 * @param micros its value in micros; {@link #NO_VALUE} without one
 */
record Happening(String name, long micros) {
  static final long NO_VALUE = Long.MIN_VALUE;
}
