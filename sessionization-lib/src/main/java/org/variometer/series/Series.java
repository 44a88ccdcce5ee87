package org.variometer.series;

import java.util.Map;
import java.util.Optional;

/** A series of the database: a name and a fixed set of tags (spec §6). */
public sealed interface Series permits MetricSeries, PipelineSeries {
  /** With what the names of all series begin. */
  String PREFIX = "variometer.";

  /** The name in the database. */
  String name();

  /** The tags by name, their values as they are, not as they are written. */
  Map<String, String> tags();

  /**
   * What keeps this series from being written, if anything does: the database itself checks almost
   * nothing.
   */
  Optional<String> problem();

  /** The series of this name and these tags; empty if it is none of Variometer's. */
  static Optional<Series> of(String name, Map<String, String> tags) {
    return name.startsWith(PipelineSeries.PREFIX)
        ? PipelineSeries.of(name, tags).map(series -> series)
        : MetricSeries.of(name, tags).map(series -> series);
  }
}
