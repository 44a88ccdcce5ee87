package org.variometer.benchmarks;

import java.io.IOException;

/**
 * Ends a child with its parent. Standard input is a pipe from the parent, which the operating
 * system closes when the parent dies, however it dies.
 */
public final class ParentWatch {
  private ParentWatch() {}

  /** Watches from now on. */
  public static void start() {
    Thread watch = new Thread(ParentWatch::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent has nothing to say: only the end matters.
      }
    } catch (IOException e) {
      System.err.println("the pipe from the parent broke: " + e);
    }
    Runtime.getRuntime().halt(1);
  }
}
