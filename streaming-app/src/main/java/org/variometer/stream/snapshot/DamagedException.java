package org.variometer.stream.snapshot;

import java.io.IOException;

/** A snapshot is not what was written: that does not pass. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Exception cause) {
    super(message, cause);
  }
}
