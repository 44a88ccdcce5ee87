package org.variometer.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the shapes of a piece in the order in which they come; most pieces have few. */
final class ShapeDictionary {
  private static final int AT_HAND = 8;

  private final List<Shape> shapes = new ArrayList<>(AT_HAND);
  private final Map<Shape, Integer> indexes = new HashMap<>();

  int indexOf(int type, int visitor, int assigned, int qualified, int performance, int event) {
    int atHand = Math.min(shapes.size(), AT_HAND);
    for (int i = 0; i < atHand; i++) {
      if (shapes.get(i).is(type, visitor, assigned, qualified, performance, event)) {
        return i;
      }
    }
    Shape shape = new Shape(type, visitor, assigned, qualified, performance, event);
    Integer known = indexes.putIfAbsent(shape, shapes.size());
    if (known != null) {
      return known;
    }
    shapes.add(shape);
    return shapes.size() - 1;
  }

  List<Shape> shapes() {
    return shapes;
  }
}
