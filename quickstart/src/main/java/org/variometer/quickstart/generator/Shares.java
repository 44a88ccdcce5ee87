package org.variometer.quickstart.generator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often each disturbance happens.
 *
 * @param byDisturbance shares 0–1; what is absent does not happen
 */
public record Shares(Map<Disturbance, Double> byDisturbance) {

  /** Copies the map. */
  public Shares {
    Map<Disturbance, Double> copy = new EnumMap<>(Disturbance.class);
    copy.putAll(byDisturbance);
    byDisturbance = Collections.unmodifiableMap(copy);
  }

  /** Nothing is disturbed. */
  public static Shares none() {
    return new Shares(Map.of());
  }

  /** The share of one disturbance, 0–1. */
  public double of(Disturbance disturbance) {
    return byDisturbance.getOrDefault(disturbance, 0.0);
  }

  /** The same with another share, 0–1, of one disturbance. */
  public Shares with(Disturbance disturbance, double share) {
    Map<Disturbance, Double> changed = new EnumMap<>(Disturbance.class);
    changed.putAll(byDisturbance);
    changed.put(disturbance, share);
    return new Shares(changed);
  }
}
