package org.variometer.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the distinct values of a piece in the order in which they come. */
final class Dictionary<T> {
  /** How many values are compared one by one; most pieces have no more, and need no map. */
  private static final int AT_HAND = 4;

  private final List<T> values = new ArrayList<>(AT_HAND);

  /** The indexes of all values, once they are more than are at hand; null before. */
  private Map<T, Integer> indexes;

  @SuppressWarnings("ReferenceEquality") // Equal values that are not the same are found below.
  int indexOf(T value) {
    int atHand = Math.min(values.size(), AT_HAND);
    for (int i = 0; i < atHand; i++) {
      if (values.get(i) == value) {
        return i;
      }
    }
    int known = indexes == null ? values.indexOf(value) : indexes.getOrDefault(value, -1);
    return known >= 0 ? known : add(value);
  }

  private int add(T value) {
    int index = values.size();
    values.add(value);
    if (indexes != null) {
      indexes.put(value, index);
    } else if (values.size() > AT_HAND) {
      indexes = new HashMap<>();
      for (int i = 0; i < values.size(); i++) {
        indexes.put(values.get(i), i);
      }
    }
    return index;
  }

  List<T> values() {
    return values;
  }

  int size() {
    return values.size();
  }

  /** The bits that an index takes when there are {@code size} of them. */
  static int bits(int size) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(size - 1, 0));
  }
}
