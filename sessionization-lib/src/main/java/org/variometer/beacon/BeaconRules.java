package org.variometer.beacon;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What configuration says of beacons.
 *
 * @param maxRevenue the greatest revenue of an order before conversion, micros
 * @param metricsByEvent the custom metrics by the name of the events that they measure; other
 *     events are no events
 * @param enrichment the step behind validation
 */
public record BeaconRules(
    long maxRevenue, Map<String, List<CustomMetric>> metricsByEvent, Enrichment enrichment) {
  /** The greatest record, bytes. */
  public static final int MAX_RECORD_BYTES = 256 * 1024;

  /** Copies the map. */
  public BeaconRules {
    metricsByEvent = Map.copyOf(metricsByEvent);
  }

  /** Rules for a list of custom metrics. */
  public static BeaconRules of(
      long maxRevenue, List<CustomMetric> customMetrics, Enrichment enrichment) {
    return new BeaconRules(
        maxRevenue,
        customMetrics.stream()
            .collect(Collectors.groupingBy(CustomMetric::event, Collectors.toUnmodifiableList())),
        enrichment);
  }
}
