package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.services.Services;

/** {@code batch} (spec §5, §9): slots behind a stream, until everything is the batch's. */
@Timeout(600)
class BatchCommandTest {
  private static final int RECORDS = 800;
  private static final int SECONDS_TO_STOP = 90;
  private static final int FAILED = 1;
  private static final int KILLED = 128 + 9;

  /** How long who was killed is still taken for alive. */
  private static final int SESSION_SECONDS = 4;

  /** A process that is refused takes a second at least. */
  private static final int ATTEMPTS = 30;

  /** So few fit into a pipe that nobody reads. */
  private static final int PIPED = 60;

  private static final String FIRST = "2024-11-21T00:00Z";
  private static final String SECOND = "2024-11-21T06:00Z";
  private static final String THIRD = "2024-11-21T12:00Z";
  private static final String FOURTH = "2024-11-21T18:00Z";
  private static final String LAST = "2024-11-22T00:00Z";

  @TempDir private Path folder;

  @Test
  void whateverHappensToItBehindAStreamItComesToWhatTheLibraryComputes() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(2);
      Path config = configuration(services);
      Path beacons = generated(config, 9, RECORDS, "beacons.jsonl");
      assertThat(Run.of("send", beacons, "--config", config).exitCode()).isZero();
      long landed = behindAStream(config);
      Path plain = generated(config, 10, 300, "plain.jsonl");
      Path compressed = generated(config, 11, 200, "compressed.jsonl.gz");
      Path piped = generated(config, 12, PIPED, "piped.jsonl");
      landed += killedTwiceItCatchesUp(config, plain, compressed, piped);
      assertThat(landed).as("records of the log").isEqualTo(RECORDS);
      whatItGoesBackToIsRunAgain(config);
      Run expected = Run.of("metrics", beacons, plain, compressed, piped);
      Run exported = Run.of("export", "--config", config);
      assertThat(exported.out().lines().filter(row -> !row.contains(",rolling,")))
          .containsExactlyElementsOf(expected.out().lines().toList());
      everySlotIsRunUntilASignal(config);
    }
  }

  private Path generated(Path config, int seed, int events, String name) {
    Path file = folder.resolve(name);
    Run run =
        Run.of(
            "generate", "--seed", seed, "--events", events, "--output", file, "--config", config);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return file;
  }

  /** Gives how many records landed. */
  private static long behindAStream(Path config) throws Exception {
    try (Child stream = Child.onSpark("stream", "--config", config)) {
      BufferedReader lines = stream.process().inputReader(UTF_8);
      await(lines, " committed ");
      // Read by nobody it would stand still.
      Thread reader = new Thread(() -> lines.lines().forEach(line -> {}));
      reader.start();
      List<String> first = batch(0, config, "--slot", FIRST);
      assertThat(first).anyMatch(line -> line.contains(" points written, "));
      assertThat(batch(FAILED, config, "--slot", SECOND, "--final"))
          .anyMatch(line -> line.contains("stop it before everything is sealed (--final)"));
      stream.signal("TERM");
      assertThat(stream.process().waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)).isTrue();
      assertThat(stream.process().exitValue()).isZero();
      reader.join();
      return landed(first, FIRST);
    }
  }

  /** Three slots of the log, and the last one of files; gives how many of the log landed. */
  private static long killedTwiceItCatchesUp(Path config, Path plain, Path compressed, Path piped)
      throws Exception {
    Object[] command =
        command(
            config,
            "-Dvariometer.zookeeper.session-timeout=" + SESSION_SECONDS + "s",
            // For so long it waits for what the one that was killed may have sent.
            "-Dvariometer.kairosdb.request-timeout=3s",
            "--slot",
            LAST,
            "--catch-up",
            "--final",
            "--input",
            plain,
            compressed,
            "-");
    List<String> first = upTo(Optional.of(" records have landed"), piped, command);
    long landed = landed(first, SECOND);
    List<String> second = upTo(Optional.of(": is published: "), piped, command);
    assertThat(landed(second, SECOND)).isEqualTo(landed);
    assertThat(second).noneMatch(line -> line.startsWith(slot(THIRD)));
    List<String> third = upTo(Optional.empty(), piped, command);
    assertThat(third)
        .anyMatch(line -> line.startsWith(slot(SECOND)) && line.contains(" points written, "))
        .noneMatch(line -> line.startsWith(slot(SECOND) + "is published: "));
    assertThat(landed(third, LAST)).isEqualTo(300 + 200 + PIPED);
    return landed + landed(third, THIRD) + landed(third, FOURTH);
  }

  private static void whatItGoesBackToIsRunAgain(Path config) throws Exception {
    List<String> lines = batch(0, config, "--from", FOURTH, "--to", LAST);
    assertThat(lines)
        .anyMatch(line -> line.startsWith(slot(FOURTH) + "is published: "))
        .anyMatch(line -> line.startsWith(slot(LAST) + "is published: "))
        .noneMatch(line -> line.startsWith(slot(THIRD)));
    assertThat(landed(lines, LAST)).as("as it landed").isEqualTo(300 + 200 + PIPED);
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
    "2, --slot 2026-11-20T10:31Z, 10:31Z is no slot of 30 minutes",
    "2, --slot 2099-11-20T10:30Z, has not ended yet",
    "2, --slot yesterday, yesterday is no slot of 30 minutes",
    "2, --slot 2026-11-20T10:30Z --every 30m, exclude one another",
    "2, --to 2026-11-20T10:30Z, need --from",
    "2, --from 2026-11-20T10:30Z --to 2026-11-20T10:00Z, 10:00Z is before 2026-11-20T10:30Z",
    "2, --from 2026-11-20T10:30Z --to 2099-11-20T10:00Z, has not ended yet",
    "2, --from 2026-11-20T10:30Z --final, are of a single slot",
    "2, --every 7m, whole minutes that divide a day",
    "1, --input nosuchfile.jsonl, nosuchfile.jsonl: no such file"
  })
  void whatMakesNoSenseIsRefusedBeforeAnythingStarts(int exitCode, String options, String problem) {
    Run run = Run.of((Object[]) ("batch " + options).split(" "));
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(problem);
  }

  private static Object[] command(Path config, Object... options) {
    return Stream.concat(Stream.of("batch", "--config", config), Arrays.stream(options)).toArray();
  }

  /** Runs it to its end; gives its lines. */
  private static List<String> batch(int exitCode, Path config, Object... options) throws Exception {
    try (Child child = Child.onSpark(command(config, options))) {
      return ended(child, exitCode);
    }
  }

  private static List<String> ended(Child child, int exitCode) throws Exception {
    List<String> lines = child.process().inputReader(UTF_8).lines().toList();
    assertThat(child.process().waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)).isTrue();
    assertThat(child.process().exitValue()).as("%s", lines).isEqualTo(exitCode);
    return lines;
  }

  /**
   * Runs it to its end, or kills it at a line; again, as long as it is refused for the sake of one
   * that was killed before.
   *
   * @param killedAt in the line at which it is killed
   * @param piped its standard input
   * @return its lines
   */
  private static List<String> upTo(Optional<String> killedAt, Path piped, Object... command)
      throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Child child = Child.onSpark(command)) {
        try (OutputStream in = child.process().getOutputStream()) {
          Files.copy(piped, in);
        }
        List<String> lines = new ArrayList<>();
        BufferedReader reader = child.process().inputReader(UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
          if (killedAt.filter(line::contains).isPresent()) {
            child.signal("KILL");
          }
        }
        int exitCode = child.process().waitFor();
        if (exitCode != FAILED) {
          assertThat(exitCode).as("%s", lines).isEqualTo(killedAt.isPresent() ? KILLED : 0);
          return lines;
        }
        assertThat(lines)
            .anyMatch(
                line ->
                    line.startsWith("variometer: a batch runs already: region local, host ")
                        && line.endsWith(
                            "Wait until it ends, or stop it; if it died, ZooKeeper gives it up"
                                + " within "
                                + SESSION_SECONDS
                                + " s"));
      }
    }
    throw new AssertionError("who was killed is not given up");
  }

  /** How each line about a slot begins. */
  private static String slot(String name) {
    return "variometer: slot " + name + ": ";
  }

  /** The number of records that landed in a slot. */
  private static long landed(List<String> lines, String slot) {
    String end = " records have landed";
    return lines.stream()
        .filter(line -> line.startsWith(slot(slot)) && line.endsWith(end))
        .mapToLong(
            line ->
                Long.parseLong(line.substring(slot(slot).length(), line.length() - end.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing has landed of " + slot + ": " + lines));
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
            snapshot.directory = "%s"
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
                folder.resolve("snapshots"),
                folder.resolve("batch")));
  }
}
