package org.variometer.chaos.fault;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.variometer.chaos.agent.CrashPoint;
import org.variometer.chaos.world.Layers;
import org.variometer.chaos.world.SlotRunner;

/** What happens to a slot's process. */
final class BatchFaults {
  /** A slot has to become due, and to run. */
  private static final long PATIENCE_MILLIS = 180_000;

  private static final int LATEST_HIT = 3;

  /** One that goes on with a slot that was begun before need not come by; the next one begins. */
  private static final int PROCESSES = 3;

  private BatchFaults() {}

  /** Killed at any moment of a slot. */
  static void kill(Layers layers, RandomGenerator dice) throws InterruptedException {
    SlotRunner slots = layers.slots().orElseThrow();
    TimeUnit.MILLISECONDS.sleep(dice.nextLong(10_000));
    if (!Waiting.until(PATIENCE_MILLIS, slots::kill)) {
      throw new UnreachedException("a slot");
    }
  }

  /** Dies at a point in its code. */
  static Fault dieAt(CrashPoint point) {
    return (layers, dice) -> {
      SlotRunner slots = layers.slots().orElseThrow();
      int nth = point.isOften() ? dice.nextInt(1, 1 + LATEST_HIT) : 1;
      for (int process = 0; process < PROCESSES; process++) {
        slots.doom(point, nth);
        if (slots.awaitDeath(PATIENCE_MILLIS)) {
          return;
        }
      }
      throw new UnreachedException(point.label());
    };
  }
}
