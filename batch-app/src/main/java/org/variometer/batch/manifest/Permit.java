package org.variometer.batch.manifest;

import org.variometer.batch.BatchException;

/** Says whether this process may still publish and remove. */
@FunctionalInterface
public interface Permit {
  /**
   * Makes sure of it.
   *
   * @throws BatchException if it may not
   */
  void confirm() throws BatchException;
}
