package org.variometer.session;

import java.util.List;

/**
 * Numbers the shapes of a piece in the order in which they come. Most pieces have few, and finding
 * one of these makes no garbage.
 */
final class ShapeDictionary {
  private static final int AT_HAND = 8;

  private final Dictionary<Shape> shapes = new Dictionary<>();

  int indexOf(int type, int visitor, int assigned, int qualified, int performance, int event) {
    int atHand = Math.min(shapes.size(), AT_HAND);
    for (int i = 0; i < atHand; i++) {
      if (shapes.values().get(i).is(type, visitor, assigned, qualified, performance, event)) {
        return i;
      }
    }
    return shapes.indexOf(new Shape(type, visitor, assigned, qualified, performance, event));
  }

  List<Shape> shapes() {
    return shapes.values();
  }
}
