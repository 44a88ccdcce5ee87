package org.variometer.quickstart.generator;

import java.util.ArrayList;
import java.util.List;

/** Lets guests see another variant than theirs. */
final class VariantSwitches {
  private final List<ExperimentSettings> experiments;

  VariantSwitches(List<ExperimentSettings> experiments) {
    this.experiments = experiments;
  }

  /** Switches from some beacon of the visit on; false, and nothing done, if none can be. */
  boolean within(Dice dice, Guest guest, List<PlannedBeacon> visit) {
    int experiment = switchable(dice, guest);
    if (experiment == Variants.NONE) {
      return false;
    }
    List<Integer> mentioning = new ArrayList<>();
    for (int i = 0; i < visit.size(); i++) {
      if (visit.get(i).mentions().mentions(experiment)) {
        mentioning.add(i);
      }
    }
    if (mentioning.size() < 2) {
      return false;
    }
    int other = otherVariant(dice, guest, experiment);
    for (int i = mentioning.get(1 + dice.below(mentioning.size() - 1)); i < visit.size(); i++) {
      PlannedBeacon beacon = visit.get(i);
      visit.set(i, beacon.withMentions(beacon.mentions().switched(experiment, other)));
    }
    return true;
  }

  /** The guest in another variant of an experiment; null if there is none. */
  Guest between(Dice dice, Guest guest) {
    int experiment = switchable(dice, guest);
    return experiment == Variants.NONE
        ? null
        : guest.switched(experiment, otherVariant(dice, guest, experiment));
  }

  /** An experiment of the guest with another variant to switch to; {@link Variants#NONE}: none. */
  private int switchable(Dice dice, Guest guest) {
    List<Integer> candidates = new ArrayList<>();
    for (int e = 0; e < guest.variants().size(); e++) {
      if (guest.variants().of(e) != Variants.NONE && experiments.get(e).variants().size() > 1) {
        candidates.add(e);
      }
    }
    return candidates.isEmpty() ? Variants.NONE : candidates.get(dice.below(candidates.size()));
  }

  private int otherVariant(Dice dice, Guest guest, int experiment) {
    int variants = experiments.get(experiment).variants().size();
    int step = 1 + dice.below(variants - 1);
    return (guest.variants().of(experiment) + step) % variants;
  }
}
