package org.variometer.chaos.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.variometer.services.ChildMain;
import org.variometer.services.DeafJvm;

/**
 * A command of {@code ./variometer} in a process of its own, as users run it. Ends with this
 * process.
 */
public final class App implements AutoCloseable {
  /** How a process ends that kill -9 has ended. */
  static final int KILLED = 128 + 9;

  private static final String NOTE = "variometer: ";

  private final Process process;
  private final Path log;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private App(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reader = new Thread(this::read, "app-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param folder its working directory
   * @param log where all that it says is appended
   * @param options more options of its JVM
   * @param arguments the command and its arguments
   */
  static App start(Path folder, Path log, List<String> options, List<String> arguments)
      throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    Path home = Path.of(System.getProperty("variometer.home")).toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                "@" + home.resolve("deploy/conf/java-17.options"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx768m",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-Dvariometer.home=" + home));
    command.addAll(options);
    command.add(ChildMain.class.getName());
    command.add("org.variometer.cli.Main");
    command.addAll(arguments);
    ProcessBuilder builder =
        DeafJvm.builder(folder, System.getProperty("java.class.path"), command)
            .redirectErrorStream(true);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new App(builder.start(), log);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8);
        BufferedWriter copy =
            Files.newBufferedWriter(
                log, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        copy.write(line);
        copy.newLine();
        copy.flush();
        if (line.startsWith(NOTE)) {
          notes.add(line.substring(NOTE.length()));
        }
      }
    } catch (IOException e) {
      // It was killed.
      notes.add("(its output broke off: " + e.getMessage() + ")");
    }
  }

  /** What it said of itself so far, line by line. */
  public List<String> notes() {
    return notes;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as kill -9 does, and returns when it is gone. */
  public void kill() {
    // Of the process itself: ending it as a Process closes what it says.
    process.toHandle().destroyForcibly();
    process.onExit().join();
    awaitOutput();
  }

  /** Asks it to end, and returns when it is gone. */
  public void stop() {
    process.toHandle().destroy();
    process.onExit().join();
    awaitOutput();
  }

  /** Whether it ended within a time, ms. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    if (ended) {
      awaitOutput();
    }
    return ended;
  }

  /** How it ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  /** All that it said is there when its output ended. */
  private void awaitOutput() {
    try {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
