package org.variometer.monitor.action;

import org.variometer.monitor.rule.Alert;

/** A way to tell people. */
public interface Channel {
  /** Its name; no other channel of a monitor has it. */
  String name();

  /**
   * Tells.
   *
   * @throws ActionException if that could not be done; it may have been done nevertheless
   * @throws InterruptedException if the monitor is to stop
   */
  void tell(Alert alert) throws ActionException, InterruptedException;
}
