package org.variometer.local;

import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.MetricValue;

/**
 * A cell of a series, in the form in which it is printed (spec §9).
 *
 * @param metric the metric's name
 * @param key for what it counts
 * @param granularity the bucket's width
 * @param timestamp the bucket's start, ms since the epoch
 * @param value its value, not 0
 */
public record Row(
    String metric, MetricKey key, Granularity granularity, long timestamp, MetricValue value) {
  /** The header of the columns. */
  public static final String HEADER =
      "metric,site,experiment,variant,population,granularity,timestamp,value";

  /** One line of CSV (RFC 4180), without its line feed. */
  public String toCsv() {
    return metric
        + ','
        + quoted(key.site())
        + ','
        + quoted(key.experiment())
        + ','
        + quoted(key.variant())
        + ','
        + key.population().tag()
        + ','
        + granularity.tag()
        + ','
        + timestamp
        + ','
        + value.asDecimal();
  }

  /** Quotes a name that would break the line; names hold no line breaks. */
  private static String quoted(String name) {
    return name.indexOf(',') < 0 && name.indexOf('"') < 0
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }
}
