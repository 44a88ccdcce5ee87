package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Lease;
import org.variometer.control.Role;
import org.variometer.control.Seal;
import org.variometer.control.Succession;
import org.variometer.control.ZooKeeperPaths;
import org.variometer.kairos.Ticker;
import org.variometer.services.ServiceOptions;
import org.variometer.services.ZooKeeperService;

/**
 * It shows who writes, lets another region write, and refuses what would cost numbers (spec §7).
 */
class FailoverCommandTest {
  private static final String TOPIC = "beacons";
  private static final String CONSUMER = "stream";
  private static final Instant PASSED = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration REQUEST = Duration.ofSeconds(3);

  @TempDir private static Path shared;
  private static ZooKeeperService zooKeeper;
  private static int worlds;

  @TempDir private Path folder;
  private Path config;
  private ControlClient client;

  @BeforeAll
  static void start() throws Exception {
    zooKeeper = new ZooKeeperService(ServiceOptions.in(shared).withBriefLife());
    zooKeeper.start();
  }

  @AfterAll
  static void stop() {
    zooKeeper.close();
  }

  @BeforeEach
  void newRoot() throws Exception {
    config =
        Files.writeString(
            folder.resolve("failover.conf"),
            """
            variometer.zookeeper { connect = "%s", root = /world%d }
            variometer.stream { consumer = %s, batch-interval = 5s }
            variometer.kafka.topics.beacons = %s
            """
                .formatted(zooKeeper.address(), worlds++, CONSUMER, TOPIC));
    client =
        ControlClient.connect(
            VariometerConfig.from(VariometerConfig.load(Optional.of(config.toFile()), Map.of()))
                .zooKeeper());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void withoutToItShowsWhoWritesAndHowFarEachGot() throws Exception {
    assertThat(failover().out())
        .contains("no stream has ever written", "the batch has sealed nothing");
    try (Lease writer = claim("a")) {
      committed("a", PASSED, "rules");
      committed("b", PASSED.minusSeconds(4), "rules");
      Seal seal = new Seal(client);
      seal.announce(PASSED);
      seal.seal(PASSED);
      assertThat(failover().out().lines())
          .contains("the batch has sealed through " + PASSED)
          .anyMatch(line -> line.startsWith("region a has the right to write, epoch 1: process "))
          .anyMatch(line -> line.matches("region a committed last .* has passed " + PASSED))
          .anyMatch(line -> line.matches("region b .* passed " + PASSED.minusSeconds(4)));
      assertThat(writer.epoch()).isEqualTo(1);
    }
    assertThat(failover().out())
        .contains("region a has the right to write, epoch 1, and gave it back");
  }

  @Test
  void aRegionThatLagsOrComputesByOtherRulesIsRefusedUnlessForced() throws Exception {
    try (Lease writer = claim("a")) {
      committed("a", PASSED, "rules");
      committed("b", PASSED.minusSeconds(16), "others");
      Run refused = failover("--to", "b");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .contains(
              "not switched: region b is 16 s of the log behind region a; region b computes by")
          .contains("--force switches all the same");
      assertThat(ordered(writer)).isEmpty();
      Run lagging = failover("--to", "b", "--most-lag", "16");
      assertThat(lagging.err()).contains("not switched: region b computes by other rules");

      Run forced = failover("--to", "b", "--force", "--wait", "1");
      assertThat(forced.out()).contains("although region b is 16 s", "although region b computes");
      assertThat(forced.exitCode()).as("nobody follows").isEqualTo(1);
      assertThat(forced.err()).contains("region b has not taken over within 1 s; the order stands");
      assertThat(ordered(writer)).contains(new Succession("b", 1, true));

      assertThat(failover("--to", "a").out())
          .contains("the order to let another region write is taken back");
      assertThat(failover("--to", "a").out()).contains("region a has the right to write already");
    }
  }

  @Test
  void aRegionThatNobodyKnowsIsNamedWithThoseThatAreKnown() throws Exception {
    try (Lease writer = claim("a")) {
      committed("a", PASSED, "rules");
      committed("b", PASSED, "rules");
      Run run = failover("--to", "c");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--to: c; expected one of a, b");
      assertThat(ordered(writer)).isEmpty();
    }
  }

  @Test
  void itWaitsUntilTheOtherRegionHasTakenOver() throws Exception {
    Lease writer = claim("a");
    committed("a", PASSED, "rules");
    committed("b", PASSED.minusSeconds(15), "rules");
    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(() -> failover("--to", "b", "--wait", "60"));
    while (ordered(writer).isEmpty()) {
      assertThat(run).isNotDone();
    }
    writer.letGo(true, OptionalLong.empty());
    try (Lease next = claim("b")) {
      assertThat(next.epoch()).isEqualTo(2);
      Run done = run.get(30, TimeUnit.SECONDS);
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(done.out().lines())
          .anyMatch(line -> line.equals("region b is to write behind epoch 1"))
          .anyMatch(line -> line.matches("region b took over after .* s, epoch 2; .*"));
    }
  }

  private Run failover(Object... options) {
    Object[] all = new Object[options.length + 3];
    all[0] = "failover";
    all[1] = "--config";
    all[2] = config;
    System.arraycopy(options, 0, all, 3, options.length);
    return Run.of(all);
  }

  private Lease claim(String region) throws Exception {
    return Lease.claimIfFree(client, Role.STREAM, region, REQUEST, Ticker.SYSTEM, Optional.empty())
        .orElseThrow();
  }

  private Optional<Succession> ordered(Lease writer) throws Exception {
    return Succession.after(client, writer.epoch());
  }

  /** What a stream of the region leaves behind that has just committed. */
  private void committed(String region, Instant passed, String rules) throws Exception {
    ZooKeeperPaths paths = client.paths();
    set(paths.lastBatch(region, CONSUMER, TOPIC), Long.toString(passed.toEpochMilli()));
    set(paths.progress(region, CONSUMER, TOPIC), Long.toString(passed.toEpochMilli()));
    set(paths.rules(region, CONSUMER, TOPIC), rules);
  }

  private void set(String path, String text) throws Exception {
    client.ensure(path);
    client.ask("set " + path, () -> client.curator().setData().forPath(path, text.getBytes(UTF_8)));
  }
}
