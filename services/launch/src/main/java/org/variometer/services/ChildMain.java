package org.variometer.services;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class in a child process, and ends it with its parent.
 *
 * <p>Standard input is a pipe from the parent. The operating system closes it when the parent dies,
 * however it dies, kill -9 included, which no shutdown hook of the parent would survive. Runs on
 * the class path of the service: it may use nothing but the JDK.
 */
public final class ChildMain {
  private static final long SECONDS_TO_EXIT = 8;

  private ChildMain() {}

  /**
   * Runs the main class named first with the other arguments.
   *
   * @param args the main class, then its arguments
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    startDaemon("parent-watch", ChildMain::exitWithParent);
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      // Threads that the service has started must not keep a failed one alive.
      System.exit(1);
    }
  }

  private static void exitWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent has nothing to say: only the end matters.
      }
    } catch (IOException e) {
      System.err.println("the pipe from the parent broke: " + e);
    }
    startDaemon("halt", ChildMain::haltSoon);
    System.exit(0);
  }

  /** Ends the process if its shutdown hooks don't. */
  private static void haltSoon() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS_TO_EXIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
