package org.variometer.chaos.fault;

/** A fault could not happen: what it waits for did not come. */
public final class UnreachedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachedException(String what) {
    super(what + " was not reached");
  }
}
