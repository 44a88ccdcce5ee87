package org.variometer.quickstart.generator;

import java.util.EnumMap;
import java.util.Map;

/** Counts disturbances. */
final class Tally {
  private final Map<Disturbance, Long> counts = new EnumMap<>(Disturbance.class);

  void add(Disturbance disturbance) {
    counts.merge(disturbance, 1L, Long::sum);
  }

  void add(Tally other) {
    other.counts.forEach((disturbance, count) -> counts.merge(disturbance, count, Long::sum));
  }

  /** How often it was counted. */
  long count(Disturbance disturbance) {
    return counts.getOrDefault(disturbance, 0L);
  }
}
