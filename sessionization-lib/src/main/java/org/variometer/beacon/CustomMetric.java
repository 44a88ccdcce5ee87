package org.variometer.beacon;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.variometer.json.Utf8;

/**
 * A metric declared in the configuration (spec §4).
 *
 * @param name {@code [a-z][a-z0-9_]{0,63}}
 * @param event the name of the events that it measures
 * @param measure what it measures of them
 */
public record CustomMetric(String name, String event, Measure measure)
    implements Comparable<CustomMetric> {
  /** The form of a custom metric's name. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** What a custom metric measures. */
  public enum Measure {
    /** Attributed event beacons of the name. */
    COUNT(0),
    /** The sum of their values, micros. */
    SUM(1),
    /** Visits with at least one attributed, at entry. */
    VISITS(2);

    private final int code;

    Measure(int code) {
      this.code = code;
    }

    /** All measures, each at its {@link #code}. */
    public static List<Measure> byCode() {
      return Stream.of(values()).sorted(Comparator.comparingInt(Measure::code)).toList();
    }

    /** The number in kept state, 0 and up without gaps; never given to another measure. */
    public int code() {
      return code;
    }
  }

  /** Orders by name, event and measure. */
  @Override
  public int compareTo(CustomMetric other) {
    int c = Utf8.compare(name, other.name);
    if (c == 0) {
      c = Utf8.compare(event, other.event);
    }
    return c != 0 ? c : Integer.compare(measure.code, other.measure.code);
  }
}
