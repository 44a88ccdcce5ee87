package org.variometer.report;

import java.util.List;
import org.variometer.readout.Span;

/**
 * What was asked for, and all that there is to say about it.
 *
 * @param source where it comes from
 * @param within the time that was asked for
 * @param experiments by site and id, each by its UTF-8 bytes
 * @param withoutVisitors ids of experiments that are in the catalogue, were asked for, and have no
 *     visitor in that time; in the catalogue's order
 */
public record Report(
    Source source, Span within, List<ExperimentReadout> experiments, List<String> withoutVisitors) {
  /** Copies the lists. */
  public Report {
    experiments = List.copyOf(experiments);
    withoutVisitors = List.copyOf(withoutVisitors);
  }
}
