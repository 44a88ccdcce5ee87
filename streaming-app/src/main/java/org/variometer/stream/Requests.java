package org.variometer.stream;

import java.util.concurrent.Callable;
import org.variometer.control.ControlClient;
import org.variometer.control.ControlException;

/** Requests to ZooKeeper whose failure ends the stream. */
final class Requests {
  private Requests() {}

  /** Asks as {@link ControlClient#ask} does. */
  static <T> T ask(ControlClient client, String action, Callable<T> request)
      throws StreamException {
    try {
      return client.ask(action, request);
    } catch (ControlException e) {
      throw new StreamException(e.getMessage(), e);
    }
  }
}
