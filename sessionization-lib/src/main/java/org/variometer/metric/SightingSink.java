package org.variometer.metric;

import java.util.List;

/** Receives who was seen when, by arrival: what the stream's rolling metrics are made of. */
@FunctionalInterface
public interface SightingSink {
  /**
   * Takes one visit's news.
   *
   * @param visitorId the visit's visitor
   * @param epochMinute the minute of arrival, minutes since the epoch
   * @param keys the keys under which a beacon that arrived is attributed
   * @param variants the variants that a beacon that arrived mentions, each as its key in population
   *     {@link Population#ASSIGNED}; distinct
   */
  void seen(String visitorId, int epochMinute, List<MetricKey> keys, List<MetricKey> variants);
}
