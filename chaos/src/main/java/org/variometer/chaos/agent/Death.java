package org.variometer.chaos.agent;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How a process dies by itself as by kill -9. Called by what the agent weaves in. */
public final class Death {
  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);

  private Death() {}

  /** Lets the {@code nth} time be the last. */
  static void after(int nth) {
    LEFT.set(nth);
  }

  /** Dies, if it is time; whoever calls does not return then. */
  public static void reached() {
    if (LEFT.decrementAndGet() != 0) {
      return;
    }
    try {
      Process unused =
          new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      Runtime.getRuntime().halt(137);
    }
    while (true) {
      // Until the signal comes this thread, at least, goes no further.
      LockSupport.park();
    }
  }
}
