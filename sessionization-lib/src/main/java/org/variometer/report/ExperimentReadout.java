package org.variometer.report;

import java.util.List;
import org.variometer.catalogue.Experiment;
import org.variometer.readout.Span;

/**
 * What an experiment shows on a site.
 *
 * @param site tenant, shop or app
 * @param experiment the experiment, as described or as its visits show it; its note says which
 * @param within the time that was read out: what the experiment has of what was asked for
 * @param populations assigned visitors, then qualified ones if there are any
 */
public record ExperimentReadout(
    String site, Experiment experiment, Span within, List<PopulationReadout> populations) {
  /** Copies the list. */
  public ExperimentReadout {
    populations = List.copyOf(populations);
  }
}
