package org.variometer.monitor.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.VariometerConfig;
import org.variometer.config.ZooKeeperSettings;
import org.variometer.control.ControlClient;
import org.variometer.control.Lease;
import org.variometer.control.Role;
import org.variometer.control.Seal;
import org.variometer.monitor.SharedServices;
import org.variometer.monitor.record.Maintenance;
import org.variometer.monitor.rule.Observation;

/** What a stream says in a real ZooKeeper. */
@Timeout(120)
class CommitsProbeTest {
  private static final Instant SEALED = Instant.parse("2026-11-20T10:00:00Z");

  private final VariometerConfig config = SharedServices.config(Map.of());

  @Test
  void whereNoStreamEverRanNothingIsMissed() throws Exception {
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      Observation.Commits seen = look(client);
      assertThat(seen.writes()).isFalse();
      assertThat(seen.writer()).isEmpty();
      assertThat(seen.batches()).isEmpty();
      assertThat(seen.others()).isEmpty();
      assertThat(seen.offsets()).isEmpty();
      assertThat(seen.catchingUp()).isFalse();
      assertThat(seen.sealedThrough()).isEmpty();
      assertThat(seen.maintenance()).isEmpty();
    }
  }

  @Test
  void ofTwoRegionsEachHasItsOwnCommitsAndOneTheRightToWrite() throws Exception {
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      Lease.claim(client, Role.STREAM, config.region(), Duration.ofSeconds(1)).close();
      put(client, client.paths().lastBatch("other", "stream", "beacons"), "1000");
      Observation.Commits ours = look(client);
      assertThat(ours.writes()).isTrue();
      assertThat(ours.batches()).isEmpty();
      // Who looks at a region without a stream sees which ones have one.
      assertThat(ours.others()).containsOnlyKeys("other");
      assertThat(ours.others().get("other"))
          .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
      Observation.Commits others =
          new CommitsProbe(() -> client, "other", "stream", "beacons").look().view().orElseThrow();
      assertThat(others.writes()).isFalse();
      assertThat(others.batches()).isPresent();
      assertThat(others.others()).isEmpty();
    }
  }

  @Test
  void howLongAgoACommitWasIsToldByZooKeepersClock() throws Exception {
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      String path = client.paths().lastBatch(config.region(), "stream", "beacons");
      put(client, path, "1000");
      Observation.Commits seen = look(client);
      assertThat(Duration.between(seen.batches().orElseThrow().last(), seen.asOf()))
          .isBetween(Duration.ZERO, Duration.ofMinutes(1));
      Observation.Commits later = look(client);
      assertThat(later.batches()).isEqualTo(seen.batches());
      assertThat(later.asOf()).isAfterOrEqualTo(seen.asOf());
      String clock = client.paths().monitorClock(config.region());
      assertThat(client.curator().checkExists().forPath(clock).getMtime())
          .isEqualTo(later.asOf().toEpochMilli());
    }
  }

  @Test
  void aStreamThatWritesIsSeenWithItsCommits() throws Exception {
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      Lease lease = Lease.claim(client, Role.STREAM, config.region(), Duration.ofSeconds(1));
      put(client, client.paths().offset(config.region(), "stream", "beacons", 0), "7");
      put(client, client.paths().offset(config.region(), "stream", "beacons", 1), "11");
      // The micro-batch's own time is no commit's.
      put(client, client.paths().lastBatch(config.region(), "stream", "beacons"), "1000");
      client.ensure(client.paths().catchUp(config.region(), "stream", "beacons"));
      new Seal(client).seal(SEALED);
      new Maintenance(client, config.region()).begin(SEALED);
      Observation.Commits seen = look(client);
      assertThat(seen.writes()).isTrue();
      assertThat(seen.writer().orElseThrow()).contains("region " + config.region());
      assertThat(seen.batches().orElseThrow().last())
          .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
      assertThat(seen.offsets()).isEqualTo(Map.of(0, 7L, 1, 11L));
      assertThat(seen.catchingUp()).isTrue();
      assertThat(seen.sealedThrough()).contains(SEALED);
      assertThat(seen.maintenance()).contains(SEALED);
      lease.close();
      assertThat(look(client).writer()).isEmpty();
      assertThat(look(client).writes()).isTrue();
    }
  }

  @Test
  void maintenanceBeginsOnceAndEnds() throws Exception {
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      Maintenance maintenance = new Maintenance(client, config.region());
      maintenance.end();
      assertThat(maintenance.begin(SEALED)).isEqualTo(SEALED);
      assertThat(maintenance.begin(SEALED.plusSeconds(60))).isEqualTo(SEALED);
      maintenance.end();
      assertThat(maintenance.since()).isEmpty();
    }
  }

  @Test
  void aZooKeeperThatIsNotThereIsAProblemWithItsAddress() {
    ZooKeeperSettings nowhere =
        new ZooKeeperSettings(
            "127.0.0.1:1", "/x", Duration.ofSeconds(1), Duration.ofMillis(300), Optional.empty());
    CommitsProbe probe =
        new CommitsProbe(() -> ControlClient.connect(nowhere), "r", "stream", "beacons");
    assertThatThrownBy(probe::look)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("ZooKeeper at 127.0.0.1:1 can't be reached");
  }

  private Observation.Commits look(ControlClient client) throws Exception {
    return new CommitsProbe(() -> client, config.region(), "stream", "beacons")
        .look()
        .view()
        .orElseThrow();
  }

  private static void put(ControlClient client, String path, String text) throws Exception {
    client.ensure(path);
    client.curator().setData().forPath(path, text.getBytes(UTF_8));
  }
}
