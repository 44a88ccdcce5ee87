package org.variometer.services;

/** Says that somebody else listens at the port that a service was to have. */
public final class PortTakenException extends ServiceException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String service, int port, String remedy) {
    super(
        "port "
            + port
            + " of "
            + Ports.HOST
            + ", which "
            + service
            + " needs, is taken by another process; "
            + (remedy.isEmpty() ? "stop that process" : remedy));
  }
}
