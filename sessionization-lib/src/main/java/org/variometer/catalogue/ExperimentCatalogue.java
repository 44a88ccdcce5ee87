package org.variometer.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.variometer.metric.MetricCatalog;
import org.variometer.readout.ReadoutMetric;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Span;
import org.variometer.readout.Spans;

/** The experiments that people have described. Immutable. */
public final class ExperimentCatalogue {
  private final Map<String, Experiment> byId = new LinkedHashMap<>();
  private final ReadoutMetric usual;

  /**
   * Of these experiments.
   *
   * @param experiments of distinct ids
   * @param metrics the metrics that there are
   */
  public ExperimentCatalogue(Collection<Experiment> experiments, ReadoutMetrics metrics) {
    usual = metrics.named(MetricCatalog.CONVERSION).orElseThrow();
    for (Experiment experiment : experiments) {
      if (byId.put(experiment.id(), experiment) != null) {
        throw new IllegalArgumentException("two experiments " + experiment.id());
      }
    }
  }

  /** All that are described, in the order of their description. */
  public List<Experiment> described() {
    return List.copyOf(byId.values());
  }

  /** The description of an experiment on a site, if there is one. */
  public Optional<Experiment> described(String site, String id) {
    return Optional.ofNullable(byId.get(id)).filter(experiment -> experiment.isOn(site));
  }

  /**
   * An experiment on a site, described or not.
   *
   * @param seen the variants that visits mention, at least one; they matter where there is no
   *     description
   */
  public Experiment experiment(String site, String id, Set<String> seen) {
    return described(site, id)
        .orElseGet(
            () ->
                Experiment.undescribed(
                    id,
                    seen,
                    usual,
                    byId.containsKey(id)
                        ? "in the catalogue, but not for site " + site
                        : "not in the catalogue"));
  }

  /** When experiments run: those that nobody has described always. */
  public Spans spans() {
    return (site, id) -> Optional.of(described(site, id).map(Experiment::span).orElse(Span.ALL));
  }
}
