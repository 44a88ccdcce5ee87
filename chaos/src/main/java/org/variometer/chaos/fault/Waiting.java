package org.variometer.chaos.fault;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Waiting {
  private static final long LOOK_MILLIS = 50;

  private Waiting() {}

  /** Waits until something is so, for a time at most; says whether it is. */
  static boolean until(long millis, BooleanSupplier wanted) throws InterruptedException {
    long begin = System.nanoTime();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(millis)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /**
   * Waits until something is so.
   *
   * @param what names it
   * @throws UnreachedException if it is not in time
   */
  static void require(long millis, BooleanSupplier wanted, String what)
      throws InterruptedException {
    if (!until(millis, wanted)) {
      throw new UnreachedException(what);
    }
  }
}
