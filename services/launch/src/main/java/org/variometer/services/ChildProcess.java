package org.variometer.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A JVM that ends with this one, and its log. */
final class ChildProcess {
  private static final Pattern PORT_WAS_TAKEN = Pattern.compile("BindException|ailed to bind");
  private static final int LAST_LINES = 20;
  private static final int TAIL_BYTES = 1 << 16;

  private final Process process;
  private final Path log;
  private final long logStart;

  private ChildProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  /**
   * Starts a JVM.
   *
   * @param directory its working directory
   * @param log the file to which its output is appended
   * @param classPath its class path
   * @param environment what it finds in its environment beside what this process does
   * @param arguments options of the JVM, then the main class and its arguments
   */
  static ChildProcess start(
      Path directory,
      Path log,
      String classPath,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    ProcessBuilder builder =
        DeafJvm.builder(directory, classPath, arguments)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    return new ChildProcess(builder.start(), log, logStart);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Waits until it has ended, and says whether it has. */
  boolean waitFor(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The exit code; it must have ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end, and kills it if it has not by then. */
  void stop(Duration patience) {
    process.destroy();
    try {
      if (waitFor(patience)) {
        return;
      }
    } catch (InterruptedException e) {
      // Nothing may be left behind: a hurried end is better than none.
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Ends it as kill -9 does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether its log says that somebody else listens at a port that it wanted. */
  boolean lostItsPort() {
    return PORT_WAS_TAKEN.matcher(tail()).find();
  }

  /** The last lines of its log since it was started. */
  List<String> lastLines() {
    List<String> lines = tail().lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(logStart, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, UTF_8);
    } catch (IOException e) {
      return "(the log can't be read: " + e.getMessage() + ")";
    }
  }
}
