package org.variometer.metric;

import java.util.Optional;

/** For which visits a metric counts (spec §3). */
public enum Population {
  /** Every visit. */
  ALL("all"),
  /** Visits that mention the experiment, from the first mention on. */
  ASSIGNED("assigned"),
  /** Visits that mention the experiment as qualified, from the first such mention on. */
  QUALIFIED("qualified");

  private final String tag;

  Population(String tag) {
    this.tag = tag;
  }

  /** The name in tags and tables. */
  public String tag() {
    return tag;
  }

  /** The population of this name, if there is one. */
  public static Optional<Population> ofTag(String tag) {
    for (Population population : values()) {
      if (population.tag.equals(tag)) {
        return Optional.of(population);
      }
    }
    return Optional.empty();
  }
}
