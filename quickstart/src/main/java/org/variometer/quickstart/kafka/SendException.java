package org.variometer.quickstart.kafka;

import java.io.IOException;

/** Says why records can't be sent to Kafka: what is wrong, where, and what to do. */
public final class SendException extends IOException {
  private static final long serialVersionUID = 1L;

  SendException(String message) {
    super(message);
  }

  SendException(String message, Throwable cause) {
    super(message, cause);
  }
}
