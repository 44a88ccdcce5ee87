package org.variometer.quickstart.generator;

import java.util.Arrays;

/** A variant, or none, for each experiment; immutable. */
final class Variants {
  static final int NONE = -1;

  private final int[] byExperiment;

  private Variants(int[] byExperiment) {
    this.byExperiment = byExperiment;
  }

  /** None for each of so many experiments. */
  static Variants none(int experiments) {
    int[] none = new int[experiments];
    Arrays.fill(none, NONE);
    return new Variants(none);
  }

  /** The number of experiments. */
  int size() {
    return byExperiment.length;
  }

  /** The index of the experiment's variant, or {@link #NONE}. */
  int of(int experiment) {
    return byExperiment[experiment];
  }

  /** The same with another variant of one experiment. */
  Variants with(int experiment, int variant) {
    int[] changed = byExperiment.clone();
    changed[experiment] = variant;
    return new Variants(changed);
  }

  boolean isEmpty() {
    for (int variant : byExperiment) {
      if (variant != NONE) {
        return false;
      }
    }
    return true;
  }
}
