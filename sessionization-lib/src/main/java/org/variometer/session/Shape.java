package org.variometer.session;

/**
 * What beacons of a piece have in common in their encoding. Visitor and mentions are indexes into
 * the piece's dictionaries.
 *
 * @param type code of the type
 * @param visitor index of the visitor
 * @param assigned index of the set of assigned mentions
 * @param qualified index of the set of qualified mentions
 * @param performance bit i tells whether the load time of index i is there
 * @param hasEvent whether there is an event
 */
record Shape(
    int type, int visitor, int assigned, int qualified, int performance, boolean hasEvent) {

  boolean hasPerformance(int name) {
    return ((performance >>> name) & 1) == 1;
  }

  boolean is(
      int otherType,
      int otherVisitor,
      int otherAssigned,
      int otherQualified,
      int otherPerformance,
      boolean otherHasEvent) {
    return type == otherType
        && visitor == otherVisitor
        && assigned == otherAssigned
        && qualified == otherQualified
        && performance == otherPerformance
        && hasEvent == otherHasEvent;
  }
}
