package org.variometer.metric;

/** The built-in additive metrics of spec §4 but the distributions, each a 64-bit integer. */
public enum Counter {
  /** Visits in the population. */
  VISITS("visits", false, 0),
  /** Visits with exactly one attributed page view and no attributed order. */
  BOUNCES("bounces", false, 1),
  /** Visits with at least one attributed order. */
  CONVERTED_VISITS("converted_visits", false, 2),
  /** Attributed revenue by visit, micros. */
  VISIT_REVENUE("visit_revenue", true, 3),
  /** Visits with at least one attributed error. */
  ERROR_VISITS("error_visits", false, 4),
  /** Attributed page views. */
  PAGE_VIEWS("page_views", false, 5),
  /** Attributed errors. */
  ERRORS("errors", false, 6),
  /** Attributed orders. */
  ORDERS("orders", false, 7),
  /** Units of attributed orders. */
  UNITS("units", false, 8),
  /** Attributed revenue, micros. */
  REVENUE("revenue", true, 9);

  private final String metric;
  private final boolean amount;
  private final int id;

  Counter(String metric, boolean amount, int id) {
    this.metric = metric;
    this.amount = amount;
    this.id = id;
  }

  /** The metric's name. */
  public String metric() {
    return metric;
  }

  /** The {@link MeasureIds measure id}. */
  int id() {
    return id;
  }

  /** Whether the integer is micros of the reporting currency rather than a count. */
  public boolean isAmount() {
    return amount;
  }
}
