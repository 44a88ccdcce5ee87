package org.variometer.monitor.probe;

import org.variometer.monitor.rule.Seen;

/** A look at one thing. */
public interface Probe<T> {
  /**
   * Looks.
   *
   * @return what was seen, or that there is nothing to look at
   * @throws ProbeException if what is there does not answer, or not as it should
   * @throws InterruptedException if it takes too long
   */
  Seen<T> look() throws ProbeException, InterruptedException;
}
