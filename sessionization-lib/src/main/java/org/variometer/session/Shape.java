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
 * @param event index of the kind of event, from 1; 0 if there is none
 */
record Shape(int type, int visitor, int assigned, int qualified, int performance, int event) {

  boolean hasPerformance(int name) {
    return ((performance >>> name) & 1) == 1;
  }

  boolean is(
      int otherType,
      int otherVisitor,
      int otherAssigned,
      int otherQualified,
      int otherPerformance,
      int otherEvent) {
    return type == otherType
        && visitor == otherVisitor
        && assigned == otherAssigned
        && qualified == otherQualified
        && performance == otherPerformance
        && event == otherEvent;
  }
}
