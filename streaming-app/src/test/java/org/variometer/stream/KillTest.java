package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.local.MetricsReport;

/**
 * A stream that is killed again and again and started again within ten micro-batches goes on from
 * its checkpoint and ends with the numbers of one that was never killed (spec §7).
 */
class KillTest {
  private static final int INTERVAL_MILLIS = 2000;
  private static final long SEED = 20261120;

  @Test
  @Tag("campaign")
  void killedInTheMiddleItEndsWithTheSameNumbers() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(3);
    GeneratedLog log = GeneratedLog.of(SEED, 4500, world.name());
    assertThat(log.length()).isGreaterThan(Duration.ofHours(3));
    Config config =
        world.config(
            Optional.empty(),
            Map.of(
                GeneratedLog.MAX_BEACONS_KEY,
                GeneratedLog.maxBeacons(),
                "variometer.stream.batch-interval",
                INTERVAL_MILLIS + "ms",
                "variometer.stream.checkpoint.batches",
                "3",
                "variometer.stream.max-rate-per-partition",
                "55"));
    world.send(log.records());
    SortedMap<Integer, Long> ends = new BeaconTopic(VariometerConfig.from(config).kafka()).latest();
    Random random = new Random(SEED);

    // At once after a commit, before any, and at any moment.
    int[] commits = {1, 0, 3, 2};
    for (int i = 0; i < commits.length; i++) {
      try (StreamProcess stream = StreamProcess.start(config, world.directory(), false)) {
        if (i > 0) {
          stream.await(line -> line.startsWith(StreamMain.NOTE + "going on from the checkpoint"));
        }
        if (commits[i] == 0) {
          stream.await(line -> line.startsWith(StreamMain.NOTE + "region"));
        } else {
          stream.awaitCommits(commits[i]);
        }
        if (i > 0) {
          stream.letRun(random.nextInt(INTERVAL_MILLIS));
        }
        stream.kill();
        assertThat(stream.commits())
            .as("killed in the middle")
            .noneMatch(c -> c.offsets().equals(ends));
      }
    }

    try (StreamProcess stream = StreamProcess.start(config, world.directory(), false)) {
      Committed last = stream.awaitCommit(committed -> committed.offsets().equals(ends));
      stream.stop();
      MetricsReport expected = log.asStream(config, world.directory());
      assertThat(last.accounting()).isEqualTo(expected.accounting().toJson());
      assertThat(world.exported(config, world.name() + "."))
          .containsExactlyInAnyOrderElementsOf(GeneratedLog.rows(expected));
      assertThat(world.committed(config)).isEqualTo(ends);
    }
  }
}
