package org.variometer.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.variometer.catalogue.Experiment;
import org.variometer.catalogue.ExperimentCatalogue;
import org.variometer.readout.Span;

/**
 * What somebody wants to be read out.
 *
 * @param experiments the ids; empty for all
 * @param site the one site; empty for all
 * @param within the time; experiments are read out in what they have of it
 */
public record Asked(Set<String> experiments, Optional<String> site, Span within) {
  /** Everything that there is. */
  public static final Asked ALL = new Asked(Set.of(), Optional.empty(), Span.ALL);

  /** Copies the set. */
  public Asked {
    experiments = Set.copyOf(experiments);
  }

  /** Whether an experiment is asked for. */
  public boolean wantsExperiment(String experiment) {
    return experiments.isEmpty() || experiments.contains(experiment);
  }

  /**
   * In which time visitors matter: that of the experiments asked for, if the catalogue has all of
   * them.
   */
  public Span days(ExperimentCatalogue catalogue) {
    List<Experiment> described =
        catalogue.described().stream()
            .filter(experiment -> experiments.contains(experiment.id()))
            .filter(
                experiment ->
                    experiment.sites().isEmpty()
                        || (site.isPresent() && experiment.isOn(site.get())))
            .toList();
    if (experiments.isEmpty() || described.size() < experiments.size()) {
      return within;
    }
    long from = described.stream().mapToLong(of -> of.span().from()).min().orElseThrow();
    long until = described.stream().mapToLong(of -> of.span().until()).max().orElseThrow();
    return new Span(from, until).and(within);
  }

  /** Whether a site is asked for. */
  public boolean wantsSite(String name) {
    return site.isEmpty() || site.get().equals(name);
  }
}
