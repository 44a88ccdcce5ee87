package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;

/**
 * Secrets that are easily found where they don't belong: all have a word in common. Watches all
 * commands that this process has running, from its making on.
 */
final class Canaries implements AutoCloseable {
  private static final String WORD = "canary-7d1e-";
  private static final long LOOK_EVERY_MILLIS = 25;

  private final Set<String> commands = ConcurrentHashMap.newKeySet();
  private final Set<String> programs = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> looking;

  Canaries() {
    looking =
        watch.scheduleWithFixedDelay(
            this::lookAtCommands, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A secret, 16 bytes and more. */
  static String secret(String name) {
    return WORD + name;
  }

  private void lookAtCommands() {
    ProcessHandle.current().descendants().forEach(this::lookAt);
  }

  private void lookAt(ProcessHandle process) {
    try {
      String command = Node.command(process);
      programs.add(command.split(" ", 2)[0]);
      if (command.contains(WORD)) {
        commands.add(command);
      }
    } catch (UncheckedIOException e) {
      // It has just ended.
      assertThat(process.isAlive()).isFalse();
    }
  }

  /** None of the commands that ran so far has a secret in it. */
  void requireNoneInCommands() {
    assertThat(looking.isDone()).as("whether the watch has ended").isFalse();
    assertThat(commands).isEmpty();
    assertThat(programs)
        .anyMatch(program -> program.endsWith("java"))
        .anyMatch(program -> program.endsWith("bash"));
  }

  /** None is in a text. */
  static void requireNone(String what, String text) {
    assertThat(text).as(what).isNotEmpty().doesNotContain(WORD);
  }

  /**
   * None is in a file below a folder, compressed or not, but in these, which are there for it.
   *
   * @param own folders and files that secrets belong in
   * @return how many files were looked at
   */
  static int requireNoneInFiles(Path folder, Set<Path> own) throws IOException {
    List<Path> found = new ArrayList<>();
    List<Path> looked = new ArrayList<>();
    LiveFiles.forEach(
        folder,
        own,
        file -> {
          looked.add(file);
          if (text(file).contains(WORD)) {
            found.add(file);
          }
        });
    assertThat(found).isEmpty();
    return looked.size();
  }

  /** What is in a file; of a checkpoint of the stream's metadata, also what it unpacks to. */
  static String text(Path file) throws IOException {
    String text = Files.readString(file, ISO_8859_1);
    return file.getFileName().toString().matches("checkpoint-[0-9]+")
        ? text + unpacked(file)
        : text;
  }

  private static String unpacked(Path checkpoint) throws IOException {
    CompressionCodec codec = CompressionCodec$.MODULE$.createCodec(new SparkConf(false));
    try (InputStream in = codec.compressedInputStream(Files.newInputStream(checkpoint))) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
