package org.variometer.chaos.fault;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.variometer.chaos.world.Layers;

/** Something that goes wrong. */
@FunctionalInterface
interface Fault {
  /**
   * Lets it happen, and takes back what is not to last. The stream may be dead then: whoever calls
   * starts it again.
   *
   * @param dice decides what is open: how long, where, how much
   */
  void happen(Layers layers, RandomGenerator dice) throws IOException, InterruptedException;
}
