package org.variometer.kairos;

/**
 * When all that was written recently has to be looked for: of a request that was not answered
 * nobody knows whether it came, or what else its server lost or wrote again. It may also arrive
 * later, over newer values, until the time is over that a request may take (spec §7); so it is done
 * once at once, and once when that is over. For one thread.
 */
final class LookBack {
  private final long stragglingNanos;
  private long settled;
  private boolean pending;
  private long pendingUntil;

  /**
   * Nothing to look for.
   *
   * @param stragglingNanos for how long a request that was not answered may still arrive
   */
  LookBack(long stragglingNanos) {
    this.stragglingNanos = stragglingNanos;
  }

  /**
   * Whether it has to be done.
   *
   * @param unanswered how many requests were not answered so far
   * @param now the time, ns
   */
  boolean isDue(long unanswered, long now) {
    return unanswered != settled || (pending && now - pendingUntil >= 0);
  }

  /**
   * Notes that all stands that was written recently.
   *
   * @param unanswered how many requests were not answered when that was begun
   * @param begun when it was begun, ns
   */
  void done(long unanswered, long begun) {
    if (unanswered != settled) {
      settled = unanswered;
      pending = true;
      pendingUntil = begun + stragglingNanos;
    } else if (pending && begun - pendingUntil >= 0) {
      pending = false;
    }
  }

  /**
   * Whether a request that was not answered may still arrive.
   *
   * @param unanswered how many requests were not answered so far
   */
  boolean isPending(long unanswered) {
    return pending || unanswered != settled;
  }

  /** How long it takes until that is over of those that are noted, ns. */
  long remaining(long now) {
    return pending ? Math.max(0, pendingUntil - now) : 0;
  }
}
