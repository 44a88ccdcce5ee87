package org.variometer.session;

import org.variometer.beacon.BeaconType;

/**
 * What beacons of a piece have in common in their encoding; a piece has few shapes. Visitor and
 * mentions are indexes into the piece's dictionaries.
 *
 * @param type the type
 * @param visitor index of the visitor
 * @param assigned index of the set of assigned mentions
 * @param qualified index of the set of qualified mentions
 * @param performance bit i tells whether the load time of index i is there
 * @param hasEvent whether there is an event
 */
record Shape(
    BeaconType type, int visitor, int assigned, int qualified, int performance, boolean hasEvent) {

  boolean hasPerformance(int name) {
    return ((performance >>> name) & 1) == 1;
  }
}
