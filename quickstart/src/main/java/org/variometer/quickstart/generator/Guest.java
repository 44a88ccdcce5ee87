package org.variometer.quickstart.generator;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A visitor on a site, in the variants that count there.
 *
 * @param visitor who
 * @param site index of the site
 * @param variants of the experiments that run on the site
 */
record Guest(Visitor visitor, int site, Variants variants) {

  /** The product of an effect over the variants. */
  double effect(List<ExperimentSettings> experiments, ToDoubleFunction<VariantSettings> effect) {
    double product = 1;
    for (int e = 0; e < variants.size(); e++) {
      int variant = variants.of(e);
      if (variant != Variants.NONE) {
        product *= effect.applyAsDouble(experiments.get(e).variants().get(variant));
      }
    }
    return product;
  }

  Guest switched(int experiment, int variant) {
    return new Guest(visitor, site, variants.with(experiment, variant));
  }
}
