package org.variometer.cli;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets records pass at a given rate, evenly over time. For one thread. */
final class Pace {
  private final long perSecond;
  private long startNanos;
  private long passed;

  /**
   * Begins with the first record, at the rate of an option.
   *
   * @param rate records per second, null for any number
   */
  static Pace ofOption(Long rate) {
    if (rate != null && rate < 1) {
      throw new UsageException("--rate: " + rate + "; expected a number from 1");
    }
    return new Pace(rate == null ? 0 : rate);
  }

  private Pace(long perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether the next record, which this call counts, has to wait. */
  boolean mustWait() {
    if (perSecond == 0) {
      return false;
    }
    if (passed == 0) {
      startNanos = System.nanoTime();
    }
    passed++;
    return nanosToWait() > 0;
  }

  /**
   * Waits until the record counted last may pass.
   *
   * @throws InterruptedIOException if this thread is interrupted, which it stays
   */
  void await() throws InterruptedIOException {
    for (long nanos = nanosToWait(); nanos > 0; nanos = nanosToWait()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while waiting");
      }
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
