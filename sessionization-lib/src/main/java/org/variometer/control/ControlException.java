package org.variometer.control;

/** Says what ZooKeeper could not do or does not allow, where that is, and what to do. */
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says this. */
  public ControlException(String message) {
    super(message);
  }

  /** Says this, for this reason. */
  public ControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
