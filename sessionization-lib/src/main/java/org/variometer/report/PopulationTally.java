package org.variometer.report;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.variometer.beacon.Mention;
import org.variometer.json.Utf8;
import org.variometer.readout.TreatedVisitor;

/**
 * An experiment's visitors in one population, the multiply exposed apart, so that each is added
 * once and both readouts are sums. A mutable accumulator for one thread.
 */
final class PopulationTally {
  private final Plan plan;
  private final Map<String, ArmTally> single = new HashMap<>();
  private final Map<String, ArmTally> several = new HashMap<>();
  private long firstUnknown;

  PopulationTally(Plan plan) {
    this.plan = plan;
  }

  void add(TreatedVisitor visitor) {
    if (visitor.variant().equals(Mention.MULTIPLE)) {
      firstUnknown++;
    } else {
      arm(visitor.several() ? several : single, visitor.variant()).add(visitor);
    }
  }

  void addAll(PopulationTally other) {
    other.single.forEach((variant, arm) -> arm(single, variant).addAll(arm));
    other.several.forEach((variant, arm) -> arm(several, variant).addAll(arm));
    firstUnknown += other.firstUnknown;
  }

  private ArmTally arm(Map<String, ArmTally> arms, String variant) {
    return arms.computeIfAbsent(variant, v -> new ArmTally(plan));
  }

  boolean isEmpty() {
    return single.isEmpty() && several.isEmpty() && firstUnknown == 0;
  }

  Plan plan() {
    return plan;
  }

  /** The variants that visitors met first. */
  SortedSet<String> variants() {
    SortedSet<String> variants = new TreeSet<>(Utf8::compare);
    variants.addAll(single.keySet());
    variants.addAll(several.keySet());
    return variants;
  }

  VariantVisitors visitors(String variant) {
    return new VariantVisitors(
        variant, known(single, variant).visitors(), known(several, variant).visitors());
  }

  private ArmTally known(Map<String, ArmTally> arms, String variant) {
    ArmTally arm = arms.get(variant);
    return arm == null ? new ArmTally(plan) : arm;
  }

  long firstUnknown() {
    return firstUnknown;
  }

  /** Those who met this variant alone. */
  ArmTally alone(String variant) {
    return known(single, variant);
  }

  /** Those who met this variant first. */
  ArmTally first(String variant) {
    ArmTally all = new ArmTally(plan);
    all.addAll(known(single, variant));
    all.addAll(known(several, variant));
    return all;
  }
}
