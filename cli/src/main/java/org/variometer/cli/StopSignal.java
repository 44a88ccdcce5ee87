package org.variometer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Ctrl-C and SIGTERM while a command runs: its thread is interrupted and may end in good order, and
 * the exit code says whether that is how the command is meant to end.
 */
public final class StopSignal implements AutoCloseable {
  private static final long SECONDS_TO_END = 40;

  /** Micro-batches in hand may be several, and long; so may a slot. */
  private static final long SECONDS_TO_END_SPARK = 900;

  /** Before Spark's own, which stops Spark under a stream's feet. */
  private static final int BEFORE_SPARK = 1000;

  private final Runnable stop;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long secondsToEnd;
  private volatile int exitCode;
  private volatile boolean came;

  private StopSignal(Runnable stop, int exitCode, long secondsToEnd) {
    this.stop = stop;
    this.exitCode = exitCode;
    this.secondsToEnd = secondsToEnd;
  }

  /**
   * Watches for the signal on behalf of this thread.
   *
   * @param exitCode what to exit with when it came: 0 if nothing else ends the command, 1 if it
   *     leaves work undone
   */
  public static StopSignal watch(int exitCode) {
    return watch(exitCode, SECONDS_TO_END);
  }

  /**
   * The same for a command that takes longer to end.
   *
   * @param secondsToEnd after which the process ends all the same
   */
  public static StopSignal watch(int exitCode, long secondsToEnd) {
    StopSignal signal = new StopSignal(Thread.currentThread()::interrupt, exitCode, secondsToEnd);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stopWorker, "stop-signal"));
    return signal;
  }

  /**
   * Watches on behalf of this thread, which runs a stream on Spark and exits with 0 when it came.
   */
  static StopSignal watchStream() {
    return watchSpark(Thread.currentThread()::interrupt);
  }

  /**
   * Watches on behalf of this thread, which runs slots on Spark and exits with 0 when it came. It
   * is not interrupted: the slot in hand is finished.
   *
   * @param stop lets it run no more slots
   */
  static StopSignal watchBatch(Runnable stop) {
    return watchSpark(stop);
  }

  /**
   * Watches on behalf of this thread, which checks again and again and exits with 0 when it came.
   * It is not interrupted: the check in hand is finished, with what it starts.
   *
   * @param stop lets it check no more
   */
  static StopSignal watchChecks(Runnable stop) {
    return watchSpark(stop);
  }

  private static StopSignal watchSpark(Runnable stop) {
    StopSignal signal = new StopSignal(stop, 0, SECONDS_TO_END_SPARK);
    ShutdownHookManager.get()
        .addShutdownHook(signal::stopWorker, BEFORE_SPARK, SECONDS_TO_END_SPARK, TimeUnit.SECONDS);
    return signal;
  }

  /** Whether it came; this thread is no longer interrupted then, and may wait again. */
  public boolean came() {
    boolean signalled = came;
    if (signalled) {
      Thread.interrupted();
    }
    return signalled;
  }

  /** Changes what to exit with when it came. */
  void exitWith(int code) {
    exitCode = code;
  }

  /** Says that the command has ended: a signal after that does what it does to any process. */
  @Override
  public void close() {
    ended.countDown();
  }

  private void stopWorker() {
    if (ended.getCount() == 0) {
      return;
    }
    came = true;
    stop.run();
    try {
      if (ended.await(secondsToEnd, TimeUnit.SECONDS)) {
        // Otherwise a JVM exits as the signal says: 130 or 143.
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
