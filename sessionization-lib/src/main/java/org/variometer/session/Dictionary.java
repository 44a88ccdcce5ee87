package org.variometer.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the distinct values of a piece in the order in which they come. */
final class Dictionary<T> {
  /** How many values are first looked for by identity, which nearly always finds them. */
  private static final int AT_HAND = 4;

  private final List<T> values = new ArrayList<>(AT_HAND);
  private final Map<T, Integer> indexes = new HashMap<>();

  @SuppressWarnings("ReferenceEquality") // Equal values that are not the same are found below.
  int indexOf(T value) {
    int atHand = Math.min(values.size(), AT_HAND);
    for (int i = 0; i < atHand; i++) {
      if (values.get(i) == value) {
        return i;
      }
    }
    Integer known = indexes.putIfAbsent(value, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
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
