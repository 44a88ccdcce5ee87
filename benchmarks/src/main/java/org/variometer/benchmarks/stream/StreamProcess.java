package org.variometer.benchmarks.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts the stream in a JVM of its own and hears what it says. */
final class StreamProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String heap;
  private final File recording;

  /**
   * A JVM to come.
   *
   * @param heap its heap, like 6g
   * @param recording where it is to leave a recording of the JDK's Flight Recorder, null for none
   */
  StreamProcess(String heap, File recording) {
    this.heap = heap;
    this.recording = recording;
  }

  /**
   * Runs the stream to the end of {@code records} records.
   *
   * @param settings of the stream
   * @param batches told of each micro-batch
   */
  StreamOutcome run(long records, Map<String, String> settings, Consumer<BatchFigures> batches)
      throws IOException, InterruptedException {
    return runUntil(
            records,
            settings,
            batch -> {
              batches.accept(batch);
              return false;
            })
        .orElseThrow(() -> new IOException("the stream ended early; what it said is above"));
  }

  /**
   * Runs the stream until enough is done, and kills it.
   *
   * @param settings of the stream
   * @param isEnough asked after each micro-batch
   */
  void runAndKill(Map<String, String> settings, Predicate<BatchFigures> isEnough)
      throws IOException, InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    Optional<StreamOutcome> unused =
        runUntil(
            Long.MAX_VALUE,
            settings,
            batch -> {
              enough.set(isEnough.test(batch));
              return enough.get();
            });
    if (!enough.get()) {
      throw new IOException("the stream ended early; what it said is above");
    }
  }

  private Optional<StreamOutcome> runUntil(
      long records, Map<String, String> settings, Predicate<BatchFigures> isEnough)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(records, settings))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      Optional<StreamOutcome> outcome = Optional.empty();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(StreamChild.BATCH)) {
          String figures = line.substring(StreamChild.BATCH.length());
          if (isEnough.test(JSON.readValue(figures, BatchFigures.class))) {
            break;
          }
        } else if (line.startsWith(StreamChild.OUTCOME)) {
          String counted = line.substring(StreamChild.OUTCOME.length());
          outcome = Optional.of(JSON.readValue(counted, StreamOutcome.class));
        }
      }
      return outcome;
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private List<String> command(long records, Map<String, String> settings) {
    Path home = Path.of(System.getProperty("variometer.home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("deploy/conf/java-17.options"));
    command.addAll(
        List.of("-XX:+UseParallelGC", "-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
    if (recording != null) {
      command.add(
          "-XX:StartFlightRecording=settings=profile,filename=" + recording.getAbsolutePath());
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StreamChild.class.getName());
    command.add(Long.toString(records));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    return command;
  }
}
