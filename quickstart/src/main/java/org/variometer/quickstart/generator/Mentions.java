package org.variometer.quickstart.generator;

/** What a beacon says of experiments: the variants assigned and those qualified for. */
record Mentions(Variants assigned, Variants qualified) {

  static Mentions none(int experiments) {
    Variants none = Variants.none(experiments);
    return new Mentions(none, none);
  }

  /** The same with another variant wherever the experiment is mentioned. */
  Mentions switched(int experiment, int variant) {
    return new Mentions(
        assigned.of(experiment) == Variants.NONE ? assigned : assigned.with(experiment, variant),
        qualified.of(experiment) == Variants.NONE
            ? qualified
            : qualified.with(experiment, variant));
  }

  boolean mentions(int experiment) {
    return assigned.of(experiment) != Variants.NONE || qualified.of(experiment) != Variants.NONE;
  }
}
