package org.variometer.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.variometer.catalogue.Experiment;
import org.variometer.catalogue.ExperimentCatalogue;
import org.variometer.json.Utf8;
import org.variometer.metric.Population;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Span;
import org.variometer.readout.TreatedVisitor;
import org.variometer.readout.VisitorHistory;
import org.variometer.readout.VisitorReadout;

/**
 * Gathers what experiments are read out by, in one pass over visitors: exact sums, so that visitors
 * may come in any order, and parts of them be gathered apart and added. Memory follows the
 * experiments and their variants, and visitors only where values are winsorised. For one thread.
 */
public final class ReadoutTally {
  private final ReadoutMetrics metrics;
  private final ExperimentCatalogue catalogue;
  private final Asked asked;
  private final VisitorReadout readout;
  private final Map<Place, ExperimentTally> tallies =
      new TreeMap<>(
          Comparator.comparing(Place::site, Utf8::compare)
              .thenComparing(Place::experiment, Utf8::compare));
  private final SortedSet<String> sites = new TreeSet<>(Utf8::compare);
  private final SortedSet<String> experiments = new TreeSet<>(Utf8::compare);

  /** Where an experiment runs. */
  private record Place(String site, String experiment) {}

  /**
   * Nobody yet.
   *
   * @param metrics the metrics that there are
   * @param catalogue what is known of experiments
   * @param asked what is to be read out
   */
  public ReadoutTally(ReadoutMetrics metrics, ExperimentCatalogue catalogue, Asked asked) {
    this.metrics = metrics;
    this.catalogue = catalogue;
    this.asked = asked;
    this.readout = new VisitorReadout(metrics, this::span);
  }

  /** Asked once for each site and experiment, whichever is wanted. */
  private Optional<Span> span(String site, String experiment) {
    experiments.add(experiment);
    return asked.wantsExperiment(experiment)
        ? catalogue.spans().of(site, experiment).map(span -> span.and(asked.within()))
        : Optional.empty();
  }

  /** Adds a visitor, who must not come again. */
  public void add(VisitorHistory visitor) {
    sites.add(visitor.site());
    if (asked.wantsSite(visitor.site())) {
      readout.read(visitor, this::add);
    }
  }

  private void add(TreatedVisitor visitor) {
    tallies
        .computeIfAbsent(
            new Place(visitor.site(), visitor.experiment()),
            place -> new ExperimentTally(plan(place)))
        .add(visitor);
  }

  private Plan plan(Place place) {
    return catalogue
        .described(place.site, place.experiment)
        .map(experiment -> Plan.of(experiment, metrics))
        .orElseGet(() -> Plan.undescribed(metrics));
  }

  /** Adds the visitors of {@code other}, which was asked for the same. */
  public void addAll(ReadoutTally other) {
    other.tallies.forEach(
        (place, tally) ->
            tallies.computeIfAbsent(place, p -> new ExperimentTally(plan(p))).addAll(tally));
    sites.addAll(other.sites);
    experiments.addAll(other.experiments);
  }

  /** All sites that visitors were on, asked for or not. */
  public SortedSet<String> sites() {
    return new TreeSet<>(sites);
  }

  /** All experiments that visitors on the sites asked for met at any time, asked for or not. */
  public SortedSet<String> experiments() {
    return new TreeSet<>(experiments);
  }

  /** Reads out all that came. */
  public Report report(Source source) {
    List<ExperimentReadout> readouts = new ArrayList<>();
    tallies.forEach((place, tally) -> readouts.add(readout(place, tally)));
    Set<String> present = new TreeSet<>();
    readouts.forEach(of -> present.add(of.experiment().id()));
    return new Report(
        source,
        asked.within(),
        readouts,
        catalogue.described().stream()
            .map(Experiment::id)
            .filter(id -> asked.wantsExperiment(id) && !present.contains(id))
            .toList());
  }

  private ExperimentReadout readout(Place place, ExperimentTally tally) {
    Set<String> seen = tally.variants();
    Experiment experiment =
        catalogue.experiment(
            place.site,
            place.experiment,
            // Of nobody is it known which variant came first.
            seen.isEmpty() ? Set.of(Experiment.CONTROL) : seen);
    List<PopulationReadout> populations = new ArrayList<>();
    for (Population population : List.of(Population.ASSIGNED, Population.QUALIFIED)) {
      PopulationTally of = tally.of(population);
      if (population == Population.ASSIGNED || !of.isEmpty()) {
        populations.add(new PopulationReader(experiment, of).read(population));
      }
    }
    return new ExperimentReadout(
        place.site, experiment, experiment.span().and(asked.within()), populations);
  }
}
