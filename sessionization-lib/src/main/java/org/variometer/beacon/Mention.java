package org.variometer.beacon;

import org.variometer.json.Utf8;

/**
 * A variant of an experiment, as a beacon mentions it.
 *
 * @param experiment the experiment's name
 * @param variant the variant's name
 */
public record Mention(String experiment, String variant) implements Comparable<Mention> {
  /** Experiment and variant of the population of all visits; reserved. */
  public static final String ALL = "__all__";

  /** Variant of visits that mention several variants of an experiment; reserved. */
  public static final String MULTIPLE = "__multiple__";

  /** Whether no experiment or variant may have this name. */
  public static boolean isReserved(String name) {
    return name.equals(ALL) || name.equals(MULTIPLE);
  }

  /** Orders by experiment, then variant, each by its UTF-8 bytes. */
  @Override
  public int compareTo(Mention other) {
    int byExperiment = Utf8.compare(experiment, other.experiment);
    return byExperiment != 0 ? byExperiment : Utf8.compare(variant, other.variant);
  }
}
