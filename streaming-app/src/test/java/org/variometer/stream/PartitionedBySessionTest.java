package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A topic that is said to be partitioned by session, and is not. */
class PartitionedBySessionTest {
  private static final long ARRIVAL = 1_763_661_600_000L;

  @Test
  void aSessionInTwoPartitionsStopsTheStreamAndSaysWhatToSet() throws Exception {
    StreamWorld world = SharedServices.newWorld(3);
    world.send(scattered(world));
    try (ObservedRun run = new ObservedRun(config(world, true), false)) {
      assertThatThrownBy(run::awaitAll)
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("is not partitioned by session")
          .hasMessageContaining("variometer.stream.partitioned-by-session = false");
      assertThat(run.batches()).allMatch(batch -> batch.batch().intake().read() == 0);
    }
  }

  @Test
  void otherwiseItsRecordsMayLieAnywhere() throws Exception {
    StreamWorld world = SharedServices.newWorld(3);
    world.send(scattered(world));
    Config config = config(world, false);
    try (ObservedRun run = new ObservedRun(config, false)) {
      MicroBatch last = run.awaitAll();
      run.run().stop();
      assertThat(last.sum().sessions().sessions()).isEqualTo(1);
      assertThat(last.sum().sessions().visits()).isEqualTo(1);
      assertThat(last.sum().sessions().used()).isEqualTo(9);
    }
  }

  private static Config config(StreamWorld world, boolean bySession) {
    return world.config(
        Optional.empty(),
        Map.of("variometer.stream.partitioned-by-session", Boolean.toString(bySession)));
  }

  /** Nine beacons of one session, each with a key of its own. */
  private static List<LogRecord> scattered(StreamWorld world) {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String beacon =
          """
          {"beaconId":"b%d","sessionId":"s","visitorId":"v","site":"%s","timestamp":%d,\
          "type":"pageView"}"""
              .formatted(i, world.name(), ARRIVAL + i);
      records.add(new LogRecord(("key" + i).getBytes(UTF_8), beacon.getBytes(UTF_8), ARRIVAL + i));
    }
    return records;
  }
}
