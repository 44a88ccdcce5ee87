package org.variometer.kairos;

/**
 * Decides before each request, repeated ones included, whether this process may still write (spec
 * §7: the writer's lease). Is asked by several threads.
 */
@FunctionalInterface
public interface Fence {
  /** Always lets pass. */
  Fence OPEN = () -> {};

  /**
   * Returns if the request may be sent.
   *
   * @throws SinkException if not; it ends the write and reaches the caller as it is
   */
  void check() throws SinkException;
}
