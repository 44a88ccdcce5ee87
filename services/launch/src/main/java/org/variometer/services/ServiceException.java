package org.variometer.services;

import java.io.IOException;

/** Says which service failed, how, and where to look or what to do. */
public class ServiceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A failure that needs no cause to be understood. */
  public ServiceException(String message) {
    super(message);
  }

  /** A failure and what it came from. */
  public ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
