package org.variometer.beacon;

import java.util.List;
import java.util.OptionalLong;

/**
 * An event that at least one custom metric declares.
 *
 * @param name the event's name
 * @param value micros, may be negative; empty if the beacon gave none
 * @param metrics the metrics that declared it when the beacon arrived: a change of the declared
 *     metrics applies to beacons that arrive after it (spec §4), so they are kept with the beacon;
 *     they are no fact of it
 */
public record Event(String name, OptionalLong value, List<CustomMetric> metrics) {
  /** Copies a list that is not immutable. */
  public Event {
    metrics = List.copyOf(metrics);
  }
}
