package org.variometer.session;

import java.util.List;
import org.variometer.beacon.CustomMetric;

/**
 * What events of a piece have in common in their encoding.
 *
 * @param name the event's name
 * @param metrics the metrics that declared it when the beacon arrived
 */
record EventKind(String name, List<CustomMetric> metrics) {}
