package org.variometer.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the distinct values of a piece in the order in which they come. */
final class Dictionary<T> {
  private final List<T> values = new ArrayList<>(4);
  private final Map<T, Integer> indexes = new HashMap<>();
  private T last;
  private int lastIndex;

  int indexOf(T value) {
    if (!value.equals(last)) {
      Integer known = indexes.putIfAbsent(value, values.size());
      if (known == null) {
        values.add(value);
      }
      last = value;
      lastIndex = known == null ? values.size() - 1 : known;
    }
    return lastIndex;
  }

  List<T> values() {
    return values;
  }

  int size() {
    return values.size();
  }

  /** The bits that an index takes when there are {@code size} of them. */
  static int bits(int size) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(size - 1, 0));
  }
}
