package org.variometer.files;

import java.io.IOException;

/** What is kept is not what was written: that does not pass. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is damaged. */
  public DamagedException(String message) {
    super(message);
  }

  /** Says what is damaged, and how that was found. */
  public DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
