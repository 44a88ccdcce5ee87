package org.variometer.codec;

/** What is kept was written by a later release, in a form that this one does not know. */
public final class LaterVersionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says so.
   *
   * @param what what is kept
   * @param found its version
   * @param newest the newest that this release knows
   */
  public LaterVersionException(String what, long found, int newest) {
    super(
        what
            + " has version "
            + found
            + ", this release reads versions up to "
            + newest
            + ": use the release that wrote it, or a later one");
  }
}
