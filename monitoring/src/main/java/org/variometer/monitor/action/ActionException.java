package org.variometer.monitor.action;

/** Says what could not be done, and why. Names no secret. */
public final class ActionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says this. */
  public ActionException(String message) {
    super(message);
  }

  /** Says this, for this reason. */
  public ActionException(String message, Throwable cause) {
    super(message, cause);
  }
}
