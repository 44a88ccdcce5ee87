package org.variometer.monitor.action;

import java.time.Duration;
import org.variometer.kairos.Ticker;

/**
 * Waits until something is seen to be gone.
 *
 * @param patience how long to wait
 * @param ticker what to wait by
 */
public record Death(Duration patience, Ticker ticker) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** What may still be there. */
  public interface Look {
    /**
     * What is still there, in words; empty if nothing is.
     *
     * @throws ActionException if that can't be known
     */
    String left() throws ActionException, InterruptedException;
  }

  /**
   * Returns when nothing is there any more.
   *
   * @throws ActionException if something is after all the patience
   */
  public void await(Look look) throws ActionException, InterruptedException {
    long end = ticker.nanos() + patience.toNanos();
    String left = look.left();
    while (!left.isEmpty()) {
      if (ticker.nanos() > end) {
        throw new ActionException(
            left + " is still there after " + patience.toSeconds() + " s: nothing is started");
      }
      ticker.sleep(LOOK_EVERY.toNanos());
      left = look.left();
    }
  }
}
