package org.variometer.batch.landing;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a slot ends in a log.
 *
 * @param topic Kafka's id of the topic; empty if that was not noted
 * @param offsets by partition the offset behind the slot's last record
 */
public record LogEnd(String topic, SortedMap<Integer, Long> offsets) {
  /** Copies the offsets. */
  public LogEnd {
    offsets = new TreeMap<>(offsets);
  }

  /** Whether these offsets say nothing of that topic. */
  boolean isOfAnotherThan(String other) {
    return !topic.isEmpty() && !topic.equals(other);
  }
}
