package org.variometer.kairos;

import java.io.IOException;

/**
 * Says what KairosDB could not do, where it is, how long that was tried and what to do. After a
 * failed write any part of the points may stand; writing them again is harmless.
 */
public class SinkException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says this. */
  public SinkException(String message) {
    super(message);
  }

  /** Says this, for this reason. */
  public SinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
