package org.variometer.rolling;

/**
 * Who is still counted exactly: once as many visitors are held as there is room for, whoever is not
 * among them is sketched, from then on. Nobody is ever counted in both.
 */
final class Admission {
  private final long room;
  private long held;
  private boolean closed;

  /**
   * Begins.
   *
   * @param room how many visitors there is room for
   * @param held how many are held
   * @param closed whether there was no more room before
   */
  Admission(long room, long held, boolean closed) {
    this.room = room;
    this.held = held;
    this.closed = closed;
  }

  /** Whether a visitor who is not held can be; to be asked before each is. */
  boolean admits() {
    closed |= held >= room;
    return !closed;
  }

  void admitted() {
    held++;
  }

  void hold(long visitors) {
    held = visitors;
  }

  boolean isClosed() {
    return closed;
  }
}
