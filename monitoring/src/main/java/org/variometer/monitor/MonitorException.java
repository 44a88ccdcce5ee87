package org.variometer.monitor;

/** Says why there can be no check, and what to do. */
public final class MonitorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says this, for this reason. */
  public MonitorException(String message, Throwable cause) {
    super(message, cause);
  }
}
