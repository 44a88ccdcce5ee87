package org.variometer.services;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Signals of the operating system to other processes. */
public final class Signals {
  private Signals() {}

  /** Stops all threads of a process where they are: it is there and answers nobody. */
  public static void suspend(long pid) throws IOException {
    send(pid, "STOP");
  }

  /** Lets a process go on after {@link #suspend}. */
  public static void resume(long pid) throws IOException {
    send(pid, "CONT");
  }

  private static void send(long pid, String name) throws IOException {
    try {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IOException("kill -" + name + " " + pid + " ended with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a signal was sent");
    }
  }
}
