package org.variometer.quickstart.generator;

import java.util.List;

/**
 * An experiment that runs in the traffic.
 *
 * @param name 1–128 code points, unique, not reserved
 * @param sites names of the sites on which it runs; empty: on all
 * @param traffic share of visitors that take part, 0–1
 * @param assignAt from which step on a visit's beacons mention the assignment; never: a
 *     qualification alone implies it
 * @param qualifyAt the step at which a beacon mentions the qualification
 * @param variants 1–20, at least one with a positive weight
 */
public record ExperimentSettings(
    String name,
    List<String> sites,
    double traffic,
    Step assignAt,
    Step qualifyAt,
    List<VariantSettings> variants) {

  /** Copies the lists. */
  public ExperimentSettings {
    sites = List.copyOf(sites);
    variants = List.copyOf(variants);
  }

  boolean runsOn(String site) {
    return sites.isEmpty() || sites.contains(site);
  }

  double[] weights() {
    return variants.stream().mapToDouble(VariantSettings::weight).toArray();
  }
}
