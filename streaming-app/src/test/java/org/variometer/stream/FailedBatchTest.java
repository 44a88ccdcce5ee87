package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Topic;
import org.variometer.services.ZooKeeperService;

/** A micro-batch that fails stops the stream, and no later one is ever committed (spec §6). */
class FailedBatchTest {
  private static final long ARRIVAL = 1_763_661_600_000L;

  /** Kafka's clients give up soon. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "variometer.stream.batch-interval", "1s",
          "variometer.kafka.properties.\"request.timeout.ms\"", "1000",
          "variometer.kafka.properties.\"default.api.timeout.ms\"", "3000",
          "variometer.kafka.properties.\"max.block.ms\"", "3000",
          "variometer.kafka.properties.\"delivery.timeout.ms\"", "3000");

  @TempDir private Path folder;

  @Test
  void rejectedRecordsThatCannotBeKept() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = world.config(Optional.empty(), IMPATIENT);
    try (Admin admin = admin();
        ObservedRun run = new ObservedRun(config, false)) {
      world.send(List.of(pageView("a")));
      run.awaitAll();
      admin.deleteTopics(List.of(world.rejected())).all().get();
      world.send(List.of(garbage()));
      String message = run.awaitFailure();
      assertThat(message)
          .contains(world.rejected(), world.services().kafka().bootstrapServers())
          .doesNotContain("\n");
      // What could not be kept could be now; but nobody must go on behind it by himself.
      world.services().kafka().createTopics(List.of(new Topic(world.rejected(), 1)));
      world.send(List.of(pageView("b")));
      assertThatThrownBy(() -> run.run().await())
          .isInstanceOf(StreamException.class)
          .hasMessage(message);
      assertThat(world.committed(config)).isEqualTo(Map.of(0, 1L));
    }
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).startsWith("going on from the checkpoint");
      MicroBatch last = run.awaitAll();
      assertThat(last.sum().intake().read()).isEqualTo(3);
      assertThat(world.services().kafka().records(world.rejected())).hasSize(1);
    }
  }

  @Test
  void aTopicThatIsGone() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = world.config(Optional.empty(), IMPATIENT);
    try (Admin admin = admin();
        ObservedRun run = new ObservedRun(config, false)) {
      world.send(List.of(pageView("a")));
      run.awaitAll();
      admin.deleteTopics(List.of(world.beacons())).all().get();
      assertThat(run.awaitFailure()).contains(world.beacons());
      List<MicroBatch> committed = run.batches();
      assertThatThrownBy(() -> run.run().await()).isInstanceOf(StreamException.class);
      assertThat(run.batches()).isEqualTo(committed);
    }
  }

  @Test
  void aZooKeeperThatIsGone() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    try (ZooKeeperService zooKeeper =
        new ZooKeeperService(ServiceOptions.in(folder).withBriefLife())) {
      zooKeeper.start();
      Config config =
          world.config(
              Optional.empty(),
              Map.of(
                  "variometer.zookeeper.connect", zooKeeper.address(),
                  "variometer.zookeeper.session-timeout", "1s",
                  "variometer.zookeeper.connect-timeout", "200ms"));
      try (ObservedRun run = new ObservedRun(config, false)) {
        world.send(List.of(pageView("a")));
        run.awaitAll();
        zooKeeper.kill();
        world.send(List.of(pageView("b")));
        assertThat(run.awaitFailure()).contains("ZooKeeper", zooKeeper.address(), "right to write");
        assertThatThrownBy(() -> run.run().await()).isInstanceOf(StreamException.class);
      }
      zooKeeper.start();
      assertThat(world.committed(config)).isEqualTo(Map.of(0, 1L));
      try (ObservedRun run = new ObservedRun(config, false)) {
        assertThat(run.awaitAll().sum().intake().read()).isEqualTo(2);
      }
    }
  }

  @Test
  void anotherStreamThatHasTakenOver() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = world.config(Optional.empty(), Map.of());
    try (ObservedRun run = new ObservedRun(config, false);
        Control other = Control.connect(VariometerConfig.from(config))) {
      world.send(List.of(pageView("a", world.name())));
      run.awaitAll();
      assertThat(other.claim()).hasValue(2);
      world.send(List.of(pageView("b", world.name())));
      List<String> before = world.exported(config, world.name());
      assertThat(run.awaitFailure()).contains("another stream", "/" + world.name() + "/control");
      assertThat(world.exported(config, world.name()))
          .as("nothing is written any more")
          .isEqualTo(before)
          .isNotEmpty();
      assertThatThrownBy(() -> run.run().await()).isInstanceOf(StreamException.class);
      assertThat(other.progress().committed()).isEqualTo(Map.of(0, 1L));
    }
  }

  private static Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", SharedServices.get().kafka().bootstrapServers()));
  }

  private static LogRecord pageView(String id) {
    return pageView(id, "default");
  }

  private static LogRecord pageView(String id, String site) {
    String beacon =
        """
        {"beaconId":"%s","sessionId":"s","visitorId":"v","timestamp":%d,"type":"pageView",\
        "site":"%s"}"""
            .formatted(id, ARRIVAL, site);
    return new LogRecord("s".getBytes(UTF_8), beacon.getBytes(UTF_8), ARRIVAL);
  }

  private static LogRecord garbage() {
    return new LogRecord(null, "{".getBytes(UTF_8), ARRIVAL);
  }
}
