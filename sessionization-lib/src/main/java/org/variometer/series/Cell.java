package org.variometer.series;

import java.util.TreeMap;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;

/**
 * Where one value stands.
 *
 * @param series its series
 * @param timestamp the bucket's start, ms since the epoch
 */
public record Cell(Series series, long timestamp) {

  /** The cell of a metric's bucket. */
  public static Cell of(String metric, MetricKey key, Granularity granularity, long timestamp) {
    return new Cell(new MetricSeries(metric, key, Resolution.of(granularity)), timestamp);
  }

  // Written out: looked up for every point, and the generated ones are slower.
  @Override
  public boolean equals(Object other) {
    return other instanceof Cell that && timestamp == that.timestamp && series.equals(that.series);
  }

  @Override
  public int hashCode() {
    return 31 * series.hashCode() + Long.hashCode(timestamp);
  }

  @Override
  public String toString() {
    return series.name() + new TreeMap<>(series.tags()) + "@" + timestamp;
  }
}
