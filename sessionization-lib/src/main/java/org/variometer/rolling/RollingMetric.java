package org.variometer.rolling;

import org.variometer.metric.MetricCatalog;

/** The rolling metrics of spec §4. */
public enum RollingMetric {
  /** Distinct visitors of the last hour. */
  UNIQUE_VISITORS_1H(MetricCatalog.UNIQUE_VISITORS + ".rolling_1h", 60),
  /** Distinct visitors of the last 24 hours. */
  UNIQUE_VISITORS_24H(MetricCatalog.UNIQUE_VISITORS + ".rolling_24h", 24 * 60),
  /** Visitors in more than one variant within the last 12 hours. */
  MULTIPLE_EXPOSURE_VISITORS_12H(
      MetricCatalog.MULTIPLE_EXPOSURE_VISITORS + ".rolling_12h", 12 * 60);

  private final String metric;
  private final int minutes;

  RollingMetric(String metric, int minutes) {
    this.metric = metric;
    this.minutes = minutes;
  }

  /** The metric's name. */
  public String metric() {
    return metric;
  }

  /** The window's length in minutes. */
  public int minutes() {
    return minutes;
  }

  /**
   * The metric of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RollingMetric ofName(String name) {
    for (RollingMetric metric : values()) {
      if (metric.metric.equals(name)) {
        return metric;
      }
    }
    throw new IllegalArgumentException("no rolling metric: " + name);
  }
}
