package org.variometer.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.variometer.services.DeafJvm;
import org.variometer.services.ServiceException;
import org.variometer.slot.Slot;

/**
 * The batch, in a process of its own: there is one Spark in a JVM, and the stream has it in this
 * one. It ends with this process, and closing it ends it at once: a run in hand can be cut anywhere
 * and done again.
 */
final class BatchProcess implements AutoCloseable {
  private static final String HEAP = "-Xmx768m";

  private final Process process;
  private final Writer commands;
  private final Path log;
  private boolean busy = true;
  private boolean ended;
  private String note = "";
  private String failure = "";

  private BatchProcess(Process process, Path log) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    this.log = log;
    Thread reader = new Thread(this::read, "batch-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param config what {@code BatchApp} is to have
   * @param directory where it may write
   */
  static BatchProcess start(Config config, Path directory) throws IOException {
    Files.createDirectories(directory.resolve("tmp"));
    Path file = directory.resolve("batch.conf");
    Files.writeString(
        file, config.withOnlyPath("variometer").root().render(ConfigRenderOptions.concise()));
    Path home = Path.of(System.getProperty("variometer.home")).toAbsolutePath();
    // The name that stays when a message points at it.
    Path log = directory.resolve("service.log");
    ProcessBuilder builder =
        DeafJvm.builder(
                directory,
                System.getProperty("java.class.path"),
                List.of(
                    "@" + home.resolve("deploy/conf/java-17.options"),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                    HEAP,
                    BatchChild.class.getName(),
                    file.toString()))
            .redirectError(Redirect.appendTo(log.toFile()));
    return new BatchProcess(builder.start(), log);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      // It was ended.
    }
    synchronized (this) {
      ended = true;
    }
  }

  private synchronized void hear(String line) {
    if (line.equals(BatchChild.READY)) {
      busy = false;
    } else if (line.startsWith(BatchChild.NOTE)) {
      note = line.substring(BatchChild.NOTE.length());
    } else if (line.startsWith(BatchChild.FAILED)) {
      failure = line.substring(BatchChild.FAILED.length());
    }
  }

  /**
   * Begins to run a slot.
   *
   * @throws IllegalStateException if it is not {@link #isIdle}
   */
  void run(Slot slot) throws IOException {
    tell(BatchChild.RUN + slot.name());
  }

  /**
   * Begins to run the last slot of all, which seals everything; no stream may run then.
   *
   * @throws IllegalStateException if it is not {@link #isIdle}
   */
  void finish(Slot slot) throws IOException {
    tell(BatchChild.FINISH + slot.name());
  }

  private void tell(String command) throws IOException {
    check();
    synchronized (this) {
      if (busy) {
        throw new IllegalStateException("told before it was ready: " + command);
      }
      busy = true;
      note = "";
    }
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new ServiceException("the batch does not listen any more; its log: " + log, e);
    }
  }

  /** Whether it has started, and nothing is in hand. */
  synchronized boolean isIdle() {
    return !busy;
  }

  /** What it said last of the slot in hand, or done last; empty if nothing. */
  synchronized String note() {
    return note;
  }

  /**
   * Returns if it runs.
   *
   * @throws ServiceException if it has failed, which ends it
   */
  synchronized void check() throws ServiceException {
    if (!failure.isEmpty()) {
      throw new ServiceException("the batch failed: " + failure + "\n  its log: " + log);
    }
    if (ended) {
      throw new ServiceException("the batch ended by itself; its log: " + log);
    }
  }

  /** Ends it, if it has not ended. */
  void stop() {
    process.destroyForcibly();
    // Also where this thread is interrupted: nothing may be left behind.
    process.onExit().join();
  }

  @Override
  public void close() {
    stop();
  }
}
