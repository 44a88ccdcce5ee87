package org.variometer.readout;

import java.util.Optional;

/** Which experiments are read out, and when they run. */
@FunctionalInterface
public interface Spans {
  /**
   * When an experiment runs on a site; asked once for each of both.
   *
   * @return empty if it is not read out there
   */
  Optional<Span> of(String site, String experiment);
}
