package org.variometer.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets records pass at a given rate, evenly over time. For one thread. */
final class Pace {
  /** Never waits. */
  static final Pace UNLIMITED = new Pace(0);

  private final long perSecond;
  private final long startNanos = System.nanoTime();
  private long passed;

  /**
   * Begins now.
   *
   * @param perSecond records per second; 0 for any number
   */
  Pace(long perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether the next record, which this call counts, has to wait. */
  boolean mustWait() {
    if (perSecond == 0) {
      return false;
    }
    passed++;
    return nanosToWait() > 0;
  }

  /** Waits until the record counted last may pass. */
  void await() {
    for (long nanos = nanosToWait(); nanos > 0; nanos = nanosToWait()) {
      LockSupport.parkNanos(nanos);
    }
  }

  private long nanosToWait() {
    long due =
        (passed - 1) / perSecond * TimeUnit.SECONDS.toNanos(1)
            + (passed - 1) % perSecond * TimeUnit.SECONDS.toNanos(1) / perSecond;
    return due - (System.nanoTime() - startNanos);
  }
}
