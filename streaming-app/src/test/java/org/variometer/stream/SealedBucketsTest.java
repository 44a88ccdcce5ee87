package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.control.Acknowledgement;
import org.variometer.control.ControlClient;
import org.variometer.control.HandOver;
import org.variometer.control.Seal;
import org.variometer.metric.MetricKey;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;

/** What is sealed is the batch's: the stream leaves it alone and says so (spec §5). */
class SealedBucketsTest {
  private static final long MINUTE = 60_000;

  /** The begin of an hour. */
  private static final long T = 1_763_661_600_000L;

  private static final long ARRIVAL = T + 100 * MINUTE;

  /** The first hour, and a quarter of the second. */
  private static final Instant SEAL = Instant.ofEpochMilli(T + 75 * MINUTE);

  @Test
  void fromTheAnnouncementOnNoSealedCellIsWritten() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    // Time to start again within ten micro-batches.
    Config config = config(world, Map.of("variometer.stream.batch-interval", "2s"));
    try (ControlClient batch = client(config)) {
      try (ObservedRun run = new ObservedRun(config, false)) {
        world.send(List.of(visit(world, "a", 0), visit(world, "b", 90)));
        MicroBatch before = run.awaitAll();
        assertThat(before.sealing()).isEmpty();
        assertThat(before.gauges().buckets()).isEqualTo(2);

        new Seal(batch).announce(SEAL);
        run.await(committed -> committed.sealing().equals(Optional.of(SEAL)));
        assertThat(acknowledged(batch, config)).contains(SEAL);
        // What the batch writes there, as far as the stream can know.
        world.letStand(config, cell(world, Resolution.MINUTE, 0), cell(world, Resolution.HOUR, 0));
        world.send(
            List.of(
                visit(world, "c", 0),
                visit(world, "d", 74),
                visit(world, "e", 75),
                visit(world, "f", 90)));
        MicroBatch after = run.awaitAll();
        assertThat(after.gauges().lateContributions()).isEqualTo(2);
        run.await(committed -> committed.gauges().buckets() == 1);
        run.run().stop();
      }
      assertThat(visits(world, config))
          .containsExactlyInAnyOrder(
              "1m 0: 99",
              "1h 0: 99",
              // The sealed minute of "d" is the batch's, its hour is not yet.
              "1m 75: 1",
              "1m 90: 2",
              "1h 60: 4");

      try (ObservedRun run = new ObservedRun(config, false)) {
        assertThat(run.notes().get(0)).startsWith("going on from the checkpoint");
        world.send(List.of(visit(world, "g", 1), visit(world, "h", 90)));
        MicroBatch last = run.awaitAll();
        assertThat(run.batches().get(0).sealing()).contains(SEAL);
        assertThat(last.gauges().lateContributions()).isEqualTo(3);
        run.run().stop();
      }
      assertThat(visits(world, config))
          .containsExactlyInAnyOrder("1m 0: 99", "1h 0: 99", "1m 75: 1", "1m 90: 3", "1h 60: 5");
    }
  }

  @Test
  void aStreamWithoutStateLeavesAloneWhatWasSealedBeforeItsStart() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = config(world, Map.of());
    world.send(List.of(visit(world, "a", 0), visit(world, "b", 90)));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    world.removeSnapshots();
    // As if an earlier stream had written what no record accounts for.
    world.letStand(config, cell(world, Resolution.MINUTE, 20), cell(world, Resolution.MINUTE, 80));
    try (ControlClient batch = client(config)) {
      new Seal(batch).announce(SEAL);
      world.letStand(config, cell(world, Resolution.MINUTE, 0));
      Config other = config(world, Map.of("variometer.stream.max-rate-per-partition", "1001"));
      try (ObservedRun run = new ObservedRun(other, false)) {
        assertThat(run.notes()).anyMatch(note -> note.contains("beginning again"));
        run.awaitAll();
        assertThat(run.batches())
            .allSatisfy(committed -> assertThat(committed.sealing()).contains(SEAL));
        run.run().stop();
      }
    }
    assertThat(visits(world, config))
        .containsExactlyInAnyOrder("1m 0: 99", "1h 0: 1", "1m 20: 99", "1m 90: 1", "1h 60: 1");
  }

  @Test
  void whenItHasStoppedTheBatchNeedNotWait() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = config(world, Map.of());
    try (ControlClient batch = client(config)) {
      try (ObservedRun run = new ObservedRun(config, false)) {
        world.send(List.of(visit(world, "a", 0)));
        run.awaitAll();
        run.run().stop();
      }
      new Seal(batch).announce(SEAL);
      assertThat(handOver(batch, config, Duration.ZERO)).isEqualTo(HandOver.Outcome.NO_STREAM);
    }
  }

  @Test
  void whenItCouldNotStartTheBatchNeedNotWait() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Path file = Files.createFile(Files.createDirectories(world.directory()).resolve("file"));
    Config config =
        config(
            world, Map.of("variometer.stream.checkpoint.directory", file.resolve("b").toString()));
    try (ControlClient batch = client(config)) {
      assertThatThrownBy(() -> new ObservedRun(config, false)).isInstanceOf(StreamException.class);
      new Seal(batch).announce(SEAL);
      assertThat(handOver(batch, config, Duration.ZERO)).isEqualTo(HandOver.Outcome.NO_STREAM);
    }
  }

  @Test
  void whileItRunsTheBatchWaitsForItsNextCommit() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = config(world, Map.of());
    try (ControlClient batch = client(config);
        ObservedRun run = new ObservedRun(config, false)) {
      run.await(committed -> true);
      new Seal(batch).announce(SEAL);
      // No record comes: an empty micro-batch says it too.
      assertThat(handOver(batch, config, Duration.ofMinutes(2)))
          .isEqualTo(HandOver.Outcome.ACKNOWLEDGED);
      assertThat(acknowledged(batch, config)).contains(SEAL);
    }
  }

  @Test
  void whileARequestOfItsMayStillArriveTheBatchWaits() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    try (FaultyKairos kairos = new FaultyKairos(world.kairos())) {
      Config config =
          config(
              world,
              Map.of(
                  "variometer.kairosdb.url", kairos.url().toString(),
                  "variometer.kairosdb.request-timeout", "8s",
                  "variometer.kairosdb.connections", "1"));
      try (ControlClient batch = client(config);
          ObservedRun run = new ObservedRun(config, false)) {
        run.await(committed -> true);
        FaultyKairos.Kept late = kairos.keepNext();
        world.send(List.of(visit(world, "a", 0)));
        late.await();
        new Seal(batch).announce(SEAL);
        run.await(committed -> committed.sealing().equals(Optional.of(SEAL)));
        assertThat(acknowledged(batch, config)).isEmpty();
        late.deliver();
        assertThat(handOver(batch, config, Duration.ofMinutes(2)))
            .isEqualTo(HandOver.Outcome.ACKNOWLEDGED);
      }
    }
  }

  private static Config config(StreamWorld world, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("variometer.stream.batch-interval", "1s");
    options.putAll(more);
    return world.config(Optional.empty(), options);
  }

  private static ControlClient client(Config config) throws Exception {
    return ControlClient.connect(VariometerConfig.from(config).zooKeeper());
  }

  private static Optional<Instant> acknowledged(ControlClient client, Config of) throws Exception {
    VariometerConfig config = VariometerConfig.from(of);
    return new Acknowledgement(
            client, config.region(), config.stream().consumer(), config.kafka().beacons())
        .through();
  }

  private static HandOver.Outcome handOver(ControlClient client, Config of, Duration patience)
      throws Exception {
    VariometerConfig config = VariometerConfig.from(of);
    return new HandOver(client, config.stream().consumer(), config.kafka().beacons())
        .await(SEAL, config.kairos().requestTimeout(), patience, line -> {});
  }

  private static Cell cell(StreamWorld world, Resolution resolution, long minute) {
    return new Cell(
        new MetricSeries("visits", MetricKey.all(world.name()), resolution), T + minute * MINUTE);
  }

  /** The visits that stand in KairosDB: granularity, minute from {@link #T} on, and value. */
  private static List<String> visits(StreamWorld world, Config config) throws Exception {
    return world
        .exported(
            config,
            series ->
                series.metric().equals("visits")
                    && series.key().site().equals(world.name())
                    && series.resolution() != Resolution.ROLLING)
        .stream()
        .map(row -> row.split(","))
        .map(row -> row[5] + " " + (Long.parseLong(row[6]) - T) / MINUTE + ": " + row[7])
        .toList();
  }

  /** A visit of one page view in a minute from {@link #T} on, which arrives at {@link #ARRIVAL}. */
  private static LogRecord visit(StreamWorld world, String session, long minute) {
    String beacon =
        """
        {"beaconId":"b","sessionId":"%s","visitorId":"v","timestamp":%d,"type":"pageView",\
        "site":"%s"}"""
            .formatted(session, T + minute * MINUTE, world.name());
    return new LogRecord(session.getBytes(UTF_8), beacon.getBytes(UTF_8), ARRIVAL);
  }
}
