package org.variometer.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that can be left, also while it waits for standard input, which nothing interrupts. */
final class Interruptible {
  private Interruptible() {}

  /**
   * Does the work and returns when it is done.
   *
   * @throws InterruptedIOException if this thread is interrupted; the work is too, and left to
   *     itself
   * @throws IOException what the work throws
   */
  static void run(Callable<Void> work) throws IOException {
    ExecutorService worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "interruptible");
              thread.setDaemon(true);
              return thread;
            });
    Future<Void> done = worker.submit(work);
    try {
      done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for standard input");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } finally {
      worker.shutdownNow();
    }
  }
}
