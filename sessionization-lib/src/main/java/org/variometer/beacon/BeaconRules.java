package org.variometer.beacon;

import java.util.Set;

/**
 * What configuration says of beacons.
 *
 * @param maxRevenue the greatest revenue of an order before conversion, micros
 * @param declaredEvents names of the events that custom metrics declare; others are no events
 * @param enrichment the step behind validation
 */
public record BeaconRules(long maxRevenue, Set<String> declaredEvents, Enrichment enrichment) {
  /** The greatest record, bytes. */
  public static final int MAX_RECORD_BYTES = 256 * 1024;

  /** Copies the set. */
  public BeaconRules {
    declaredEvents = Set.copyOf(declaredEvents);
  }
}
