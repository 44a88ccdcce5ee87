package org.variometer.batch;

/** Says why a run of the batch can't be done: what is wrong, where, and what to do. */
public final class BatchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says it. */
  public BatchException(String message) {
    super(message);
  }

  /** Says it, and what is behind it. */
  public BatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
