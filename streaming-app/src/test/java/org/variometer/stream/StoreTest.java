package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** State lies where Spark's settings say how to reach it, as on an object store. */
class StoreTest {
  private static final long ARRIVAL = 1_763_661_600_000L;

  @Test
  void checkpointsAndSnapshotsLieOnAStoreThatOnlySparksSettingsKnow() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    String store = OwnScheme.SCHEME + "://" + world.directory();
    Config config =
        world.config(
            Optional.empty(),
            Map.of(
                "variometer.stream.batch-interval",
                "2s",
                "variometer.stream.checkpoint.directory",
                store + "/checkpoint",
                "variometer.stream.snapshot.directory",
                store + "/snapshots",
                "variometer.stream.spark.\"spark.hadoop.fs.own.impl\"",
                OwnScheme.class.getName()));
    world.send(List.of(pageView()));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    assertThat(world.snapshotsOfStream()).isNotEmptyDirectory();
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).startsWith("going on from the checkpoint");
      assertThat(run.awaitAll().sum().intake().read()).isEqualTo(1);
    }
  }

  private static LogRecord pageView() {
    String beacon =
        """
        {"beaconId":"b","sessionId":"s","visitorId":"v","timestamp":%d,"type":"pageView"}"""
            .formatted(ARRIVAL);
    return new LogRecord("s".getBytes(UTF_8), beacon.getBytes(UTF_8), ARRIVAL);
  }
}
