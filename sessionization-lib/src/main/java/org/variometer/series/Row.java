package org.variometer.series;

import org.variometer.metric.MetricKey;
import org.variometer.metric.MetricValue;

/**
 * A cell of a metric's series, in the form in which it is printed (spec §9).
 *
 * @param series the series
 * @param timestamp the bucket's start, ms since the epoch
 * @param value its value, not 0
 */
public record Row(MetricSeries series, long timestamp, MetricValue value) {
  /** The header of the columns. */
  public static final String HEADER =
      "metric,site,experiment,variant,population,granularity,timestamp,value";

  /** What is written to the database. */
  public Point point() {
    return new Point(new Cell(series, timestamp), value.asDouble());
  }

  /** One line of CSV (RFC 4180), without its line feed. */
  public String toCsv() {
    MetricKey key = series.key();
    return series.metric()
        + ','
        + quoted(key.site())
        + ','
        + quoted(key.experiment())
        + ','
        + quoted(key.variant())
        + ','
        + key.population().tag()
        + ','
        + series.resolution().tag()
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
