package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.stream.EndsRight.assertEndsRight;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Holder;
import org.variometer.control.Lease;
import org.variometer.control.Role;
import org.variometer.services.KafkaService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.Topic;
import org.variometer.services.ZooKeeperEnsemble;
import org.variometer.services.ZooKeeperService;

/**
 * What the stream reads from, and where it commits, goes away and comes back; or the stream itself
 * stands still. It goes on, and ends with the numbers of one that nothing happened to.
 */
class OutageTest {
  private static final int EVENTS = 800;
  private static final int INTERVAL_MILLIS = 1000;

  @TempDir private Path folder;

  @Test
  void aBrokerThatIsKilledAndStartedAgainWhileTheStreamReads() throws Exception {
    StreamWorld shared = SharedServices.newWorld(1);
    try (KafkaService kafka = new KafkaService(ServiceOptions.in(folder).withBriefLife())) {
      kafka.start();
      StreamWorld world =
          new StreamWorld(
              new Services(shared.services().zooKeeper(), kafka, shared.services().kairos()),
              shared.kairos(),
              shared.name(),
              shared.directory(),
              2);
      kafka.createTopics(List.of(new Topic(world.beacons(), 2), new Topic(world.rejected(), 1)));
      GeneratedLog log = GeneratedLog.of(51, EVENTS, world.name());
      Config config = config(world, Map.of());
      world.send(log.records());
      try (ObservedRun run = new ObservedRun(config, false)) {
        run.await(batch -> batch.batch().intake().read() > 0);
        kafka.kill();
        kafka.start();
        MicroBatch last = run.awaitAll();
        assertThat(run.batches().get(0).nextOffsets()).isNotEqualTo(last.nextOffsets());
        run.run().stop();
        assertEndsRight(world, config, log, last.accounting().toJson());
      }
    }
  }

  @Test
  @Tag("campaign")
  void zooKeeperThatIsBackBeforeTheSessionRunsOut() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    GeneratedLog log = GeneratedLog.of(52, EVENTS, world.name());
    try (ZooKeeperService zooKeeper =
        new ZooKeeperService(ServiceOptions.in(folder).withBriefLife())) {
      zooKeeper.start();
      Config config = config(world, Map.of("variometer.zookeeper.connect", zooKeeper.address()));
      world.send(log.records());
      try (ObservedRun run = new ObservedRun(config, false)) {
        run.await(batch -> batch.batch().intake().read() > 0);
        Holder before = holder(config);
        zooKeeper.kill();
        zooKeeper.start();
        MicroBatch last = run.awaitAll();
        assertThat(holder(config)).as("still the same").isEqualTo(before);
        run.run().stop();
        assertEndsRight(world, config, log, last.accounting().toJson());
        assertThat(world.committed(config)).isEqualTo(last.nextOffsets());
      }
    }
  }

  @Test
  void aQuorumThatIsLostAndComesBack() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    GeneratedLog log = GeneratedLog.of(53, EVENTS, world.name());
    try (ZooKeeperEnsemble ensemble = new ZooKeeperEnsemble(folder, 3)) {
      ensemble.start();
      Config config = config(world, Map.of("variometer.zookeeper.connect", ensemble.addresses()));
      world.send(log.records());
      try (ObservedRun run = new ObservedRun(config, false)) {
        run.await(batch -> batch.batch().intake().read() > 0);
        ensemble.kill(0);
        ensemble.kill(1);
        ensemble.start();
        MicroBatch last = run.awaitAll();
        run.run().stop();
        assertEndsRight(world, config, log, last.accounting().toJson());
        assertThat(world.committed(config)).isEqualTo(last.nextOffsets());
      }
    }
  }

  /** Its clocks go on without it, and its session in ZooKeeper runs out. */
  @Test
  void aStreamThatStandsStillForLongerThanItsSession() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    GeneratedLog log = GeneratedLog.of(54, EVENTS, world.name());
    Config config = config(world, Map.of("variometer.zookeeper.session-timeout", "4s"));
    world.send(log.records());
    SortedMap<Integer, Long> ends = new BeaconTopic(VariometerConfig.from(config).kafka()).latest();
    try (StreamProcess stream = StreamProcess.start(config, world.directory(), false)) {
      stream.awaitCommits(2);
      assertThat(stream.commits()).noneMatch(commit -> commit.offsets().equals(ends));
      stream.suspend();
      awaitNoHolder(config);
      stream.resume();
      Committed last = stream.awaitCommit(commit -> commit.offsets().equals(ends));
      assertThat(holder(config).epoch()).as("the same stream").isEqualTo(1);
      stream.stop();
      List<Committed> commits = stream.commits();
      assertThat(IntStream.range(1, commits.size()))
          .as("every micro-batch of the time that it missed is made up for")
          .allMatch(i -> commits.get(i).time() - commits.get(i - 1).time() == INTERVAL_MILLIS);
      assertEndsRight(world, config, log, last.accounting());
    }
  }

  private static Holder holder(Config config) throws Exception {
    try (ControlClient client = ControlClient.connect(VariometerConfig.from(config).zooKeeper())) {
      return Lease.holder(client, Role.STREAM).orElseThrow();
    }
  }

  /** Waits until the session of the stream has run out. */
  private static void awaitNoHolder(Config config) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (ControlClient client = ControlClient.connect(VariometerConfig.from(config).zooKeeper())) {
      while (Lease.holder(client, Role.STREAM).isPresent()) {
        assertThat(System.nanoTime()).as("its session does not run out").isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private static Config config(StreamWorld world, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", INTERVAL_MILLIS + "ms");
    options.put("variometer.stream.max-rate-per-partition", "100");
    options.put("variometer.zookeeper.session-timeout", "40s");
    options.putAll(more);
    return world.config(Optional.empty(), options);
  }
}
