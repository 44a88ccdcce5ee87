package org.variometer.stream;

/** Says why the stream can't start or go on: what is wrong, where, and what to do. */
public final class StreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says it. */
  public StreamException(String message) {
    super(message);
  }

  /** Says it, and what is behind it. */
  public StreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
