package org.variometer.store.manifest;

/**
 * Says whether this process may still publish and remove.
 *
 * @param <E> how it says that it may not
 */
@FunctionalInterface
public interface Permit<E extends Exception> {
  /**
   * Makes sure of it.
   *
   * @throws E if it may not
   */
  void confirm() throws E;
}
