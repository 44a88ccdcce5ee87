package org.variometer.monitor.action;

/** Starts the stream again. */
public interface Restarter {
  /**
   * Stops the old one, sees it dead, and starts a new one.
   *
   * @param permit asked before each step whether it may be taken
   * @return what was done, in words
   * @throws ActionException if a step could not be taken; those behind it are not
   * @throws InterruptedException if the monitor is to stop
   */
  String restart(Permit permit) throws ActionException, InterruptedException;

  /** Whether this monitor is still the one that acts. */
  interface Permit {
    /**
     * Returns if it is.
     *
     * @throws ActionException if it is not, or that can't be known
     */
    void require() throws ActionException;
  }
}
