package org.variometer.metric;

import java.util.regex.Pattern;

/**
 * A metric declared in the configuration (spec §4).
 *
 * @param name {@code [a-z][a-z0-9_]{0,63}}
 * @param event the name of the events that it measures
 * @param measure what it measures of them
 */
public record CustomMetric(String name, String event, Measure measure) {
  /** The form of a custom metric's name. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** What a custom metric measures. */
  public enum Measure {
    /** Attributed event beacons of the name. */
    COUNT,
    /** The sum of their values, micros. */
    SUM,
    /** Visits with at least one attributed, at entry. */
    VISITS
  }
}
