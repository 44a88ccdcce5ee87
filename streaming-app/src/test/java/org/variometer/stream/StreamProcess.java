package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.variometer.services.Signals;

/** A stream in a process of its own, which can be killed. */
final class StreamProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;

  private final Lock lock = new ReentrantLock();
  private final Condition said = lock.newCondition();
  private final List<String> lines = new ArrayList<>();
  private final Process process;
  private boolean ended;

  private StreamProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "stream-process-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one. */
  static StreamProcess start(Config config, Path folder, boolean allowDataLoss) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "stream", ".conf");
    Files.writeString(
        file, config.withOnlyPath("variometer").root().render(ConfigRenderOptions.concise()));
    Path home = Path.of(System.getProperty("variometer.home"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("deploy/conf/java-17.options"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                StreamMain.class.getName(),
                file.toString(),
                Boolean.toString(allowDataLoss))
            .redirectError(Redirect.INHERIT);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new StreamProcess(builder.start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      // It was killed.
    }
    lock.lock();
    try {
      ended = true;
      said.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(String line) {
    lock.lock();
    try {
      lines.add(line);
      said.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line that fits; fails if the process ends without one. */
  String await(Predicate<String> wanted) throws InterruptedException {
    long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    lock.lock();
    try {
      int next = 0;
      while (true) {
        while (next < lines.size()) {
          String line = lines.get(next++);
          if (wanted.test(line)) {
            return line;
          }
        }
        if (ended || nanos <= 0) {
          throw new AssertionError(
              (ended ? "ended" : "not within time") + " without such a line: " + lines);
        }
        nanos = said.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a commit that fits. */
  Committed awaitCommit(Predicate<Committed> wanted) throws InterruptedException {
    String line =
        await(
            text ->
                text.startsWith(StreamMain.COMMITTED)
                    && wanted.test(
                        Committed.ofText(text.substring(StreamMain.COMMITTED.length()))));
    return Committed.ofText(line.substring(StreamMain.COMMITTED.length()));
  }

  /** Waits for so many commits. */
  void awaitCommits(int wanted) throws InterruptedException {
    int[] seen = {0};
    awaitCommit(committed -> ++seen[0] >= wanted);
  }

  /** What it committed so far. */
  List<Committed> commits() {
    return beginningWith(StreamMain.COMMITTED).stream().map(Committed::ofText).toList();
  }

  private List<String> beginningWith(String word) {
    lock.lock();
    try {
      return lines.stream()
          .filter(line -> line.startsWith(word))
          .map(line -> line.substring(word.length()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has ended; gives its exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs");
    }
    return process.exitValue();
  }

  /** Lets it run for a while, unless it ends by itself. */
  void letRun(long millis) throws InterruptedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("ended by itself");
    }
  }

  /** Lets it stand still, as a machine that sleeps does. */
  void suspend() throws IOException {
    Signals.suspend(process.pid());
  }

  /** Lets it go on. */
  void resume() throws IOException {
    Signals.resume(process.pid());
  }

  /** Stops it gracefully. */
  void stop() throws InterruptedException {
    try (Writer input = process.outputWriter(UTF_8)) {
      input.write("stop\n");
      input.flush();
      await(line -> line.equals(StreamMain.STOPPED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitExit();
  }

  /** Ends it as kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
