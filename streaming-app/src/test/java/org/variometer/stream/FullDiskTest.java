package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.variometer.stream.EndsRight.assertEndsRight;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A disk that is full at a checkpoint stops the stream, which goes on right when there is room. */
class FullDiskTest {
  @AfterEach
  void clear() {
    FullDisk.clear();
  }

  @Test
  void atTheCheckpointOfTheState() throws Exception {
    // Below it Spark keeps the state of each micro-batch.
    full("/rdd-", "No space left on device", true);
  }

  /** Spark tries again and again, and says nothing to anybody. */
  @Test
  @Tag("campaign")
  void atTheCheckpointOfTheMicroBatches() throws Exception {
    full("/temp", "is the disk full", false);
  }

  @Test
  void aStoreInSafeModeStopsAStreamAndIsNotTakenForDamage() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(72, 400, world.name());
    Config config = config(world, "4s");
    world.send(log.records().subList(0, 200));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      FullDisk.refuse();
      world.send(log.records().subList(200, log.records().size()));
      assertThat(run.awaitFailure()).contains("safe mode").doesNotContain("\n");
    }
    assertThatThrownBy(() -> new ObservedRun(config, false))
        .hasMessageContaining("can be read and not be written to")
        .hasMessageContaining("safe mode");
    FullDisk.clear();
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).startsWith("going on from the checkpoint");
      MicroBatch last = run.awaitAll();
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  /**
   * Stops and starts again.
   *
   * @param files the part of the path that is full
   * @param says what is said of it
   * @param soon whether it stops before its checkpoint is too old
   */
  private static void full(String files, String says, boolean soon) throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(71, 800, world.name());
    List<LogRecord> records = log.records();
    Config config = config(world, "2s");
    world.send(records.subList(0, 400));
    SortedMap<Integer, Long> committed;
    try (ObservedRun run = new ObservedRun(config, false)) {
      committed = run.awaitAll().nextOffsets();
      FullDisk.fill(files);
      world.send(records.subList(400, records.size()));
      assertThat(run.awaitFailure()).contains(says).doesNotContain("\n");
    }
    assertThat(world.committed(config)).isEqualTo(committed);
    FullDisk.clear();
    try (ObservedRun run = new ObservedRun(config, false)) {
      boolean restored = run.notes().stream().noneMatch(note -> note.contains("put aside"));
      assertThat(restored).isEqualTo(soon);
      MicroBatch last = restored ? run.awaitAll() : run.awaitCaughtUp();
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  private static Config config(StreamWorld world, String interval) {
    Map<String, String> options = new HashMap<>();
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", interval);
    options.put("variometer.stream.checkpoint.batches", "1");
    options.put("variometer.kairosdb.request-timeout", "1s");
    options.put(FullDisk.IMPLEMENTATION, FullDisk.class.getName());
    options.put(FullDisk.UNCACHED, "true");
    return world.config(Optional.empty(), options);
  }
}
