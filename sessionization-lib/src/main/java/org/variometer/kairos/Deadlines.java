package org.variometer.kairos;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what takes too long, by closing what it goes over. */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "kairosdb-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  Deadlines() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Closes it after that time, unless cancelled before. */
  ScheduledFuture<?> close(Closeable what, Duration after) {
    return timer.schedule(() -> closeQuietly(what), after.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Closes; there is nothing that could be done about a connection that can't be closed. */
  static void closeQuietly(Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      // The operating system closes it with the process.
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
