package org.variometer.kairos;

import java.util.concurrent.TimeUnit;

/** Monotonic time and waiting, so that tests need neither. May be called by several threads. */
public interface Ticker {
  /** The machine's own. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  /** Nanoseconds since some instant; only differences mean anything. */
  long nanos();

  /**
   * Lets at least this much time pass.
   *
   * @throws InterruptedException if the thread is to stop waiting
   */
  void sleep(long nanos) throws InterruptedException;
}
