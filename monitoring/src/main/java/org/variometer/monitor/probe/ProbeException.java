package org.variometer.monitor.probe;

/** Says what does not answer, where, and how. */
public final class ProbeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says this. */
  public ProbeException(String message) {
    super(message);
  }

  /** Says this, for this reason. */
  public ProbeException(String message, Throwable cause) {
    super(message, cause);
  }
}
