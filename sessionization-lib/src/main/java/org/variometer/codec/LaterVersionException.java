package org.variometer.codec;

/** What is kept was written by a later release, in a form that this one does not know. */
public final class LaterVersionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  LaterVersionException(String what, long found, int newest) {
    super(
        what
            + " was kept by a later release: it has version "
            + found
            + ", this release reads up to "
            + newest);
  }
}
