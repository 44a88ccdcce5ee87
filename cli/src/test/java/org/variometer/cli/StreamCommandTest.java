package org.variometer.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.services.Services;

/** {@code stream} (spec §8): a signal stops it when the micro-batch in hand is committed. */
@Timeout(240)
class StreamCommandTest {
  private static final int EVENTS = 3000;
  private static final int PART = EVENTS / 3;
  private static final int PARTITIONS = 2;
  private static final int SECONDS_TO_STOP = 60;
  private static final Pattern BATCH =
      Pattern.compile("(\\S+Z) {2}([\\d,]+) beacons .* committed .*");

  @TempDir private Path folder;

  @Test
  void stoppedBySignalsItGoesOnWhereItWasAndMissesNothing() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(PARTITIONS);
      Path config = configuration(services);
      Path beacons = folder.resolve("beacons.jsonl");
      assertThat(
              Run.of("generate", "--seed", 8, "--events", EVENTS, "--output", beacons).exitCode())
          .isZero();
      List<String> all = Files.readAllLines(beacons, ISO_8859_1);

      Map<String, Long> batches = new HashMap<>();
      for (String signal : List.of("TERM", "INT")) {
        boolean first = batches.isEmpty();
        // There is always more to come, however much is read before the signal is heard.
        send(config, first ? all.subList(0, PART) : all.subList(PART, 2 * PART));
        List<String> lines = runUntil(config, batches, sum(batches) + 1, signal);
        assertThat(lines)
            .anyMatch(
                line ->
                    line.contains(
                        first ? "beginning with the earliest" : "going on from the checkpoint"));
        assertThat(committed(services)).isEqualTo(sum(batches)).isPositive();
      }
      send(config, all.subList(2 * PART, EVENTS));
      runUntil(config, batches, EVENTS, "TERM");
      assertThat(sum(batches)).isEqualTo(EVENTS);
      assertThat(committed(services)).isEqualTo(EVENTS);

      Run exported = Run.of("export", "--config", config, "--granularity", "1m");
      Run hours = Run.of("export", "--config", config, "--granularity", "1h");
      Run expected = Run.of("metrics", "--as-stream", beacons);
      List<String> rows = new ArrayList<>(exported.out().lines().skip(1).toList());
      rows.addAll(hours.out().lines().skip(1).toList());
      assertThat(rows).containsExactlyInAnyOrderElementsOf(expected.out().lines().skip(1).toList());
    }
  }

  /** Some lines are no UTF-8. */
  private void send(Path config, List<String> lines) throws IOException {
    Path part = Files.write(folder.resolve("part.jsonl"), lines, ISO_8859_1);
    assertThat(Run.of("send", part, "--config", config).exitCode()).isZero();
  }

  /**
   * Runs the command until that much is read in all, sends the signal, and gives what it said.
   *
   * @param batches what was read, by micro-batch: the last one before a stop is done again
   */
  private static List<String> runUntil(
      Path config, Map<String, Long> batches, long wanted, String signal) throws Exception {
    try (Child child = Child.onSpark("stream", "--config", config)) {
      Process process = child.process();
      List<String> lines = new ArrayList<>();
      BufferedReader output = process.inputReader(UTF_8);
      do {
        String line = output.readLine();
        assertThat(line).as("the end after %s", lines).isNotNull();
        lines.add(line);
        count(line, batches);
      } while (sum(batches) < wanted);
      child.signal(signal);
      output
          .lines()
          .forEach(
              line -> {
                lines.add(line);
                count(line, batches);
              });
      assertThat(process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)).as("%s", lines).isTrue();
      assertThat(process.exitValue()).as("%s", lines).isZero();
      assertThat(lines).contains("variometer: stopped; all that was read is committed");
      return lines;
    }
  }

  /** Notes what was read in a committed micro-batch. */
  private static void count(String line, Map<String, Long> batches) {
    Matcher batch = BATCH.matcher(line);
    if (batch.matches()) {
      batches.put(batch.group(1), Long.valueOf(batch.group(2).replace(",", "")));
    }
  }

  private static long sum(Map<String, Long> batches) {
    return batches.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The sum of the committed offsets. */
  private static long committed(Services services) throws Exception {
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(services.zooKeeper().address(), new RetryOneTime(100))) {
      client.start();
      long sum = 0;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        sum +=
            Long.parseLong(
                new String(
                    client
                        .getData()
                        .forPath("/variometer/local/stream/offsets/beacons/" + partition),
                    UTF_8));
      }
      return sum;
    }
  }

  private Path configuration(Services services) throws IOException {
    return Files.writeString(
        folder.resolve("stream.conf"),
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
            max-rate-per-partition = 40
            backpressure = false
            hold-hours = 120
          }
        }
        """
            .formatted(
                services.kafka().bootstrapServers(),
                services.zooKeeper().address(),
                services.kairos().url(),
                folder.resolve("checkpoint"),
                folder.resolve("snapshots")));
  }
}
