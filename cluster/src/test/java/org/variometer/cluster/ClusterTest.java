package org.variometer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.control.Lease;
import org.variometer.local.View;
import org.variometer.quickstart.comparison.CellComparison;
import org.variometer.quickstart.comparison.Cells;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.kafka.TrafficSender;
import org.variometer.series.Cell;
import org.variometer.services.DeployedNode.Result;

/**
 * What production has, under load: the writing region changes and no cell differs; a stream that is
 * gone runs again, and somebody is told.
 */
@Timeout(900)
class ClusterTest {
  private static final int RECORDS = 6_000;
  private static final int RATE = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String WORKER = "org.apache.spark.deploy.worker.Worker";

  private static final long LOOK_MILLIS = 50;

  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** Hours of it pass in minutes, and end before they are over on the clock. */
  private static final Duration TRAFFIC_BEGAN = Duration.ofHours(8);

  private static final Config GIVEN =
      ConfigFactory.parseMap(
          Map.of(
              // Nothing of the traffic: what is compared is the stream's.
              "variometer.batch.seal-delay",
              "1d",
              "variometer.kairosdb.request-timeout",
              "10s",
              "variometer.monitor.every",
              "5s",
              "variometer.monitor.restart.grace",
              "20s"));

  @TempDir private Path folder;

  private final List<String> notes = new CopyOnWriteArrayList<>();
  private Cluster cluster;
  private Region first;
  private Region second;
  private Commits commits;

  @BeforeEach
  void start() throws Exception {
    cluster = Cluster.start(new ClusterOptions(folder, 0, 0, 0, GIVEN), notes::add);
    first = cluster.regions().get(0);
    second = cluster.regions().get(1);
    commits = new Commits(first.config());
  }

  @AfterEach
  void stop() {
    if (commits != null) {
      commits.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theWritingRegionChangesUnderLoadAndAStreamThatIsGoneRunsAgain() throws Exception {
    Path sent = folder.resolve("beacons.jsonl");
    try (TrafficSender traffic =
        new TrafficSender(
            traffic(),
            first.config().kafka(),
            TrafficSender.Turn.atRate(RATE),
            Optional.of(sent))) {
      await("both regions to read", () -> commits.read(second) > RECORDS / 8);
      assertThat(commits.writer()).isEqualTo(first.name());

      switchTo(second);
      await("all to be read", () -> traffic.isDone() && commits.read(second) == RECORDS);
    }
    awaitSame(sent);

    second.killStream();
    Duration gone = untilItCommits(second);
    assertThat(gone).isLessThan(second.config().monitor().every().plus(A_MINUTE));
    System.out.println("a stream that was gone committed again after " + gone);
    await("the alert's end", () -> alerts("well again") > 0);
    assertThat(alerts("wrong")).isEqualTo(1);
    assertThat(alerts("well again")).isEqualTo(1);
    awaitSame(sent);
  }

  @Test
  @Tag("campaign")
  void aStreamWhoseWorkerIsKilledRunsAgainByItself() throws Exception {
    await("both regions to commit", () -> commits.lastBatch(first) > 0);
    worker(first).destroyForcibly();
    await("the worker's next start", () -> said("Spark worker of region-a has ended"));
    Duration gone = untilItCommits(first);
    assertThat(gone).isLessThan(TWO_MINUTES);
    System.out.println("a stream whose worker was killed committed again after " + gone);
  }

  private void switchTo(Region region) throws Exception {
    ExecutorService looker = Executors.newSingleThreadExecutor();
    try {
      Future<Duration> unwritten = looker.submit(commits.new Switch(first, region));
      Result said =
          region
              .node()
              .run(
                  PATIENCE,
                  Map.of(),
                  "bin/variometer",
                  "failover",
                  "--config",
                  region.node().configuration().toString(),
                  "--to",
                  region.name(),
                  // Hours of the log pass in a minute.
                  "--most-lag",
                  "7200");
      assertThat(said.exitCode()).as(said.err()).isZero();
      assertThat(said.out()).contains("region " + region.name() + " took over");
      VariometerConfig config = region.config();
      Duration between = unwritten.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      System.out.println("from one writer's last commit to the next one's first: " + between);
      assertThat(between)
          .isLessThanOrEqualTo(
              Lease.TERM
                  .plus(config.kairos().requestTimeout())
                  .plus(config.stream().batchInterval().multipliedBy(2)));
    } finally {
      looker.shutdownNow();
    }
  }

  private Duration untilItCommits(Region region) throws Exception {
    long begin = System.nanoTime();
    long before = commits.lastBatch(region);
    await("a commit of " + region.name(), () -> commits.lastBatch(region) > before);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Until all stands in KairosDB, minute by minute, as the library computes it. */
  private void awaitSame(Path sent) throws Exception {
    Map<Cell, Double> computed = Cells.computed(second.config(), sent, View.STREAM);
    assertThat(computed).hasSizeGreaterThan(5_000);
    long end = System.nanoTime() + TWO_MINUTES.toNanos();
    CellComparison comparison;
    do {
      comparison = CellComparison.of(computed, Cells.standing(second.config()));
    } while (!comparison.differences().isEmpty() && System.nanoTime() < end);
    assertThat(comparison.differences()).isEmpty();
  }

  private long alerts(String what) {
    return notes.stream()
        .filter(note -> note.contains("ALERT") && note.contains("the stream: " + what))
        .count();
  }

  private boolean said(String what) {
    return notes.stream().anyMatch(note -> note.contains(what));
  }

  private static ProcessHandle worker(Region region) {
    String folder = region.node().work().toString();
    return ProcessHandle.current()
        .descendants()
        .filter(process -> words(process).containsAll(List.of(WORKER, folder)))
        .findFirst()
        .orElseThrow();
  }

  /** Of its command, of which Java's own way to ask for them gives the first alone. */
  private static List<String> words(ProcessHandle process) {
    try {
      return List.of(
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")).split("\0"));
    } catch (IOException e) {
      // It has ended.
      return List.of();
    }
  }

  private static GeneratorSettings traffic() {
    return GeneratorSettings.from(
        ConfigFactory.parseMap(
                Map.of(
                    "events",
                    RECORDS,
                    "start",
                    Instant.now().minus(TRAFFIC_BEGAN).toString(),
                    "span",
                    "3h",
                    "lateness.max",
                    "2h"))
            .atPath("variometer.generate")
            .withFallback(VariometerConfig.reference())
            .resolve()
            .getConfig("variometer.generate"));
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("%s; %s", what, notes).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
