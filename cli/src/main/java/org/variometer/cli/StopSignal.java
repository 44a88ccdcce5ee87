package org.variometer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while a command runs: its thread is interrupted and may end in good order, and
 * the exit code says whether that is how the command is meant to end.
 */
final class StopSignal implements AutoCloseable {
  private static final long SECONDS_TO_END = 40;

  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::stopWorker, "stop-signal");
  private final CountDownLatch ended = new CountDownLatch(1);
  private final int exitCode;
  private volatile boolean came;

  /**
   * Watches for the signal on behalf of this thread.
   *
   * @param exitCode what to exit with when it came: 0 if nothing else ends the command, 1 if it
   *     leaves work undone
   */
  StopSignal(int exitCode) {
    this.exitCode = exitCode;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether it came; this thread is no longer interrupted then, and may wait again. */
  boolean came() {
    boolean signalled = came;
    if (signalled) {
      Thread.interrupted();
    }
    return signalled;
  }

  private void stopWorker() {
    came = true;
    worker.interrupt();
    try {
      if (ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
        // Otherwise a JVM exits as the signal says: 130 or 143.
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the command has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal came: the hook runs, and ends the process.
      came = true;
    }
  }
}
