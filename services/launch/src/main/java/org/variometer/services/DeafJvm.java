package org.variometer.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that only this process may end. Ctrl-C and the end of a terminal reach all processes in it;
 * whoever uses a child must be able to finish first.
 */
public final class DeafJvm {
  /** In front of a command; a JVM leaves ignored what was ignored before. */
  static final List<String> DEAF =
      List.of("/bin/sh", "-c", "trap '' INT QUIT HUP; exec \"$@\"", "sh");

  private DeafJvm() {}

  /**
   * How it is started. It has to end by itself when its standard input does, which is a pipe from
   * this process: that is how it ends with this one, kill -9 included.
   *
   * @param directory its working directory
   * @param classPath its class path
   * @param arguments options of the JVM, then the main class and its arguments
   */
  public static ProcessBuilder builder(Path directory, String classPath, List<String> arguments) {
    List<String> command = new ArrayList<>(DEAF);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    // Not as an option: it would drown all others in a list of processes.
    builder.environment().put("CLASSPATH", classPath);
    return builder;
  }
}
