package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.services.Services;

/** {@code batch} (spec §5, §9): slots behind a stream, until everything is the batch's. */
@Timeout(300)
class BatchCommandTest {
  private static final int SECONDS_TO_STOP = 90;

  @TempDir private Path folder;

  @Test
  void behindAStreamItTakesOverUntilAllIsAsTheLibraryComputesIt() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(2);
      Path config = configuration(services);
      Path beacons = folder.resolve("beacons.jsonl");
      assertThat(
              Run.of(
                      "generate",
                      "--seed",
                      9,
                      "--events",
                      2000,
                      "--output",
                      beacons,
                      "--config",
                      config)
                  .exitCode())
          .isZero();
      assertThat(Run.of("send", beacons, "--config", config).exitCode()).isZero();
      try (Child stream = Child.onSpark("stream", "--config", config)) {
        BufferedReader lines = stream.process().inputReader(UTF_8);
        await(lines, " committed ");
        // Read by nobody it would stand still.
        Thread reader = new Thread(() -> lines.lines().forEach(line -> {}));
        reader.start();
        List<String> first = batch(0, config, "--slot", "2024-11-21T00:00Z");
        assertThat(first).anyMatch(line -> line.contains(" points written, "));
        assertThat(batch(1, config, "--slot", "2024-11-21T06:00Z", "--final"))
            .anyMatch(line -> line.contains("stop it before everything is sealed (--final)"));
        stream.signal("TERM");
        assertThat(stream.process().waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.process().exitValue()).isZero();
        reader.join();
      }
      batch(0, config, "--slot", "2024-11-21T06:00Z", "--final");
      Run expected = Run.of("metrics", beacons);
      Run exported = Run.of("export", "--config", config);
      assertThat(exported.out().lines().filter(row -> !row.contains(",rolling,")))
          .containsExactlyElementsOf(expected.out().lines().toList());
      assertThat(batch(0, config, "--slot", "2024-11-21T06:00Z"))
          .contains("variometer: slot 2024-11-21T06:00Z: is published already");
      everySlotIsRunUntilASignal(config);
    }
  }

  private void everySlotIsRunUntilASignal(Path config) throws Exception {
    Path every =
        Files.writeString(
            folder.resolve("every.conf"),
            """
            include file("%s")
            variometer.zookeeper.root = /every
            variometer.batch.directory = "%s"
            """
                .formatted(config, folder.resolve("every")));
    try (Child child = Child.onSpark("batch", "--config", every, "--every", "1m")) {
      BufferedReader lines = child.process().inputReader(UTF_8);
      await(lines, "a slot every 1 minutes");
      await(lines, " records have landed");
      child.signal("TERM");
      List<String> rest = lines.lines().toList();
      assertThat(rest).anyMatch(line -> line.contains(" points written, "));
      assertThat(rest).contains("variometer: stopped; all slots that were begun are finished");
      assertThat(child.process().waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)).isTrue();
      assertThat(child.process().exitValue()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--slot 2026-11-20T10:31Z, 10:31Z is no slot of 30 minutes",
    "--slot 2099-11-20T10:30Z, has not ended yet",
    "--slot yesterday, yesterday is no slot of 30 minutes",
    "--slot 2026-11-20T10:30Z --every 30m, exclude one another",
    "--to 2026-11-20T10:30Z, need --from",
    "--from 2026-11-20T10:30Z --to 2026-11-20T10:00Z, 10:00Z is before 2026-11-20T10:30Z",
    "--from 2026-11-20T10:30Z --to 2099-11-20T10:00Z, has not ended yet",
    "--from 2026-11-20T10:30Z --final, are of a single slot",
    "--every 7m, whole minutes that divide a day",
    "--input nosuchfile.jsonl, nosuchfile.jsonl: no such file"
  })
  void whatMakesNoSenseIsRefusedBeforeAnythingStarts(String options, String problem) {
    Run run = Run.of((Object[]) ("batch " + options).split(" "));
    assertThat(run.exitCode()).isPositive();
    assertThat(run.err()).contains(problem);
  }

  private static List<String> batch(int exitCode, Path config, String... options) throws Exception {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "batch";
    arguments[1] = "--config";
    arguments[2] = config.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    try (Child child = Child.onSpark((Object[]) arguments)) {
      List<String> lines = child.process().inputReader(UTF_8).lines().toList();
      assertThat(child.process().waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)).isTrue();
      assertThat(child.process().exitValue()).as("%s", lines).isEqualTo(exitCode);
      return lines;
    }
  }

  private static void await(BufferedReader lines, String wanted) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(wanted)) {
      line = lines.readLine();
    }
    assertThat(line).as("a line with %s", wanted).isNotNull();
  }

  private Path configuration(Services services) throws IOException {
    return Files.writeString(
        folder.resolve("both.conf"),
        """
        variometer {
          kafka.bootstrap-servers = "%s"
          zookeeper.connect = "%s"
          kairosdb.url = "%s"
          stream {
            master = "local[2]"
            batch-interval = 3s
            checkpoint { directory = "%s", batches = 3 }
            shards = 4
            parallelism = 2
            backpressure = false
          }
          batch {
            master = "local[2]"
            directory = "%s"
            slot-length = 6h
            buckets = 2
          }
          generate {
            start = "2024-11-20T21:30:00Z"
            span = 2h
            lateness.max = 3h
          }
        }
        """
            .formatted(
                services.kafka().bootstrapServers(),
                services.zooKeeper().address(),
                services.kairos().url(),
                folder.resolve("checkpoint"),
                folder.resolve("batch")));
  }
}
