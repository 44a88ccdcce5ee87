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
import java.util.function.Consumer;

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
    Process process =
        new ProcessBuilder(command(records, settings))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      StreamOutcome outcome = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(StreamChild.BATCH)) {
          batches.accept(
              JSON.readValue(line.substring(StreamChild.BATCH.length()), BatchFigures.class));
        } else if (line.startsWith(StreamChild.OUTCOME)) {
          outcome =
              JSON.readValue(line.substring(StreamChild.OUTCOME.length()), StreamOutcome.class);
        }
      }
      if (outcome == null) {
        throw new IOException("the stream ended early, with exit code " + process.waitFor());
      }
      return outcome;
    } finally {
      process.destroy();
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
