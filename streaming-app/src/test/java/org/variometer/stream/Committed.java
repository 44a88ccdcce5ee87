package org.variometer.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A committed micro-batch as another process tells it.
 *
 * @param time the micro-batch's time
 * @param offsets the offsets committed
 * @param accounting since the state began, in the form of {@code metrics}
 */
record Committed(long time, SortedMap<Integer, Long> offsets, String accounting) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Committed of(MicroBatch batch) {
    return new Committed(batch.time(), batch.nextOffsets(), batch.accounting().toJson());
  }

  String toText() {
    try {
      return JSON.writeValueAsString(
          Map.of("time", time, "offsets", offsets, "accounting", accounting));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Committed ofText(String text) {
    try {
      var tree = JSON.readTree(text);
      SortedMap<Integer, Long> offsets = new TreeMap<>();
      tree.get("offsets")
          .fields()
          .forEachRemaining(
              offset -> offsets.put(Integer.valueOf(offset.getKey()), offset.getValue().asLong()));
      return new Committed(
          tree.get("time").longValue(), offsets, tree.get("accounting").textValue());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
