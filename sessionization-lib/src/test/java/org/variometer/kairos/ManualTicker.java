package org.variometer.kairos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when told to, and at once when somebody waits. */
public final class ManualTicker implements Ticker {
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable whenWaiting = () -> {};
  private long now;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public void sleep(long nanos) {
    synchronized (this) {
      now += nanos;
      pauses.add(Duration.ofNanos(nanos));
    }
    whenWaiting.run();
  }

  public synchronized void pass(Duration duration) {
    now += duration.toNanos();
  }

  /** What happens when somebody waits. */
  public void whenWaiting(Runnable action) {
    whenWaiting = action;
  }

  /** How long it was waited each time. */
  public synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
