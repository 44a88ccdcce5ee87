package org.variometer.report;

import java.util.SortedSet;
import java.util.TreeSet;
import org.variometer.json.Utf8;
import org.variometer.metric.Population;
import org.variometer.readout.TreatedVisitor;

/** An experiment's visitors on a site. A mutable accumulator for one thread. */
final class ExperimentTally {
  private final PopulationTally assigned;
  private final PopulationTally qualified;

  ExperimentTally(Plan plan) {
    this.assigned = new PopulationTally(plan);
    this.qualified = new PopulationTally(plan);
  }

  void add(TreatedVisitor visitor) {
    of(visitor.population()).add(visitor);
  }

  void addAll(ExperimentTally other) {
    assigned.addAll(other.assigned);
    qualified.addAll(other.qualified);
  }

  PopulationTally of(Population population) {
    return population == Population.ASSIGNED ? assigned : qualified;
  }

  /** The variants that visitors met first, in either population. */
  SortedSet<String> variants() {
    SortedSet<String> variants = new TreeSet<>(Utf8::compare);
    variants.addAll(assigned.variants());
    variants.addAll(qualified.variants());
    return variants;
  }
}
