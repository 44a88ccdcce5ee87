package org.variometer.quickstart.generator;

import java.util.List;

/**
 * The visitors, numbered as they come. Nothing is remembered of them: all about one follows from
 * the seed and the number.
 */
final class Visitors {
  /** Those that can return; who was away for longer doesn't come back. */
  private static final int RECENT = 100_000;

  private static final long STREAM = 1L << 62;

  private final long seed;
  private final double returning;
  private final List<ExperimentSettings> experiments;
  private final List<double[]> weights;
  private long known;

  Visitors(GeneratorSettings settings) {
    seed = settings.seed();
    returning = settings.visits().returning();
    experiments = settings.experiments();
    weights = experiments.stream().map(ExperimentSettings::weights).toList();
  }

  /** A new visitor or one of those who were here before. */
  Visitor next(Dice dice) {
    if (known > 0 && dice.chance(returning)) {
      return visitor(known - dice.between(1, Math.min(known, RECENT)), true);
    }
    return visitor(known++, false);
  }

  private Visitor visitor(long number, boolean before) {
    Dice dice = Dice.of(seed, STREAM | number);
    String id = Uuids.text(dice);
    double slowness = 0.5 + Math.min(dice.exponential(0.5), 2.5);
    double propensity = 0.2 + 1.6 * dice.nextDouble();
    Variants variants = Variants.none(experiments.size());
    for (int e = 0; e < experiments.size(); e++) {
      boolean takesPart = dice.chance(experiments.get(e).traffic());
      int variant = dice.weighted(weights.get(e));
      if (takesPart) {
        variants = variants.with(e, variant);
      }
    }
    return new Visitor(id, slowness, propensity, before, variants);
  }
}
