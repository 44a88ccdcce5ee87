package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.stream.EndsRight.assertEndsRight;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.spark.Rules;

/**
 * A checkpoint that can't be gone on from ends neither in a stream that fails again and again nor
 * in one that has lost its state in silence: it is put aside, and the next source is taken.
 */
class CheckpointGuardTest {
  @Test
  void stateThatIsNotWholeIsPutAsideAlthoughSparkTakesIt() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(41, 600, world.name());
    List<LogRecord> records = log.records();
    Config config = config(world, Map.of("variometer.stream.checkpoint.batches", "1"));
    world.send(records.subList(0, 300));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    for (Path part : parts(world)) {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
    world.send(records.subList(300, records.size()));
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().subList(0, 3))
          .satisfiesExactly(
              note -> assertThat(note).startsWith("going on from the checkpoint of "),
              note ->
                  assertThat(note)
                      .startsWith("the checkpoint is damaged (of 4 shards and 2 meters")
                      .contains("put aside as ", ".damaged-"),
              note -> assertThat(note).startsWith("going on from the snapshot of "));
      MicroBatch last = run.awaitAll();
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  @Test
  void oneThatSparkKeptBehindTimeIsGoneOnFrom() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = config(world, Map.of());
    Checkpoints checkpoints =
        Checkpoints.in(
            VariometerConfig.from(config).stream().checkpointDirectory(),
            Digest.of(new Rules(config).text()).whole(),
            new Configuration());
    CompletableFuture<Long> second = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    AtomicLong first = new AtomicLong();
    StreamApp app =
        new StreamApp(
            config,
            false,
            note -> {},
            batch -> {
              if (first.compareAndSet(0, batch.time())) {
                // Not done before the next one is laid out.
                awaitLaidOut(checkpoints, batch.time() + 1);
              } else {
                // What is kept at the end of the first replaces what was kept of the second.
                awaitBackup(checkpoints, batch.time());
                second.complete(batch.time());
                // Never done.
                await(closed);
              }
            });
    StreamRun run = app.start();
    try {
      assertThat(second.get(60, TimeUnit.SECONDS)).isGreaterThan(first.get());
    } finally {
      // As a kill would: at once.
      run.close();
      closed.complete(null);
    }
    try (ObservedRun next = new ObservedRun(config, false)) {
      assertThat(next.notes().get(0)).startsWith("going on from the checkpoint of ");
      assertThat(next.notes()).noneMatch(note -> note.contains("put aside"));
      next.await(batch -> batch.time() > second.join());
    }
  }

  private static void awaitLaidOut(Checkpoints checkpoints, long time) {
    try {
      checkpoints.await(time);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSnapshotThatItNeedsIsLookedAtToo() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    List<LogRecord> records = GeneratedLog.of(42, 200, world.name()).records();
    Map<String, String> never = Map.of("variometer.stream.checkpoint.batches", "1000");
    world.send(records.subList(0, 100));
    try (ObservedRun run = new ObservedRun(config(world, never), false)) {
      run.awaitAll();
      run.run().stop();
    }
    Map<String, String> other = new HashMap<>(never);
    other.put("variometer.stream.max-rate-per-partition", "1001");
    try (ObservedRun run = new ObservedRun(config(world, other), false)) {
      assertThat(run.notes().get(1)).startsWith("going on from the snapshot of ");
      run.awaitCaughtUp();
      // As a kill would: Spark has kept no state yet, and no other snapshot is taken.
      run.run().close();
    }
    try (Stream<Path> files = Files.walk(world.snapshotsOfStream())) {
      for (Path file : files.filter(path -> path.toString().contains("sessions-")).toList()) {
        Files.delete(file);
      }
    }
    world.send(records.subList(100, 200));
    try (ObservedRun run = new ObservedRun(config(world, other), false)) {
      assertThat(run.notes().get(1)).startsWith("the checkpoint is damaged (").contains("is gone");
      assertThat(run.notes().get(2)).startsWith("snapshot ").contains("is damaged");
      assertThat(run.awaitAll().sum().intake().read()).isEqualTo(200);
    }
  }

  @Test
  void afterTwoTriesWithoutAMicroBatchAnotherStartIsTaken() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    GeneratedLog log = GeneratedLog.of(43, 200, world.name());
    List<LogRecord> records = log.records();
    Config config =
        config(
            world,
            Map.of(
                "variometer.stream.batch-interval", "3s",
                "variometer.stream.checkpoint.batches", "1000",
                "variometer.kairosdb.request-timeout", "1s"));
    world.send(records.subList(0, 100));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    // Spark has kept no state: it has to read all again, and Kafka no longer has it.
    TopicPartition partition = new TopicPartition(world.beacons(), 0);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", world.services().kafka().bootstrapServers()))) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(100))).all().get();
    }
    world.send(records.subList(100, records.size()));
    for (int i = 0; i < 2; i++) {
      try (ObservedRun run = new ObservedRun(config, false)) {
        assertThat(run.notes().get(0)).startsWith("going on from the checkpoint of ");
        run.awaitFailure();
        assertThat(run.batches()).isEmpty();
        assertThat(tries(world)).isEqualTo(i + 1);
      }
    }
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0))
          .contains("was tried 2 times without coming as far as a micro-batch", ".damaged-");
      assertThat(run.notes().get(1)).startsWith("going on from the snapshot of ");
      MicroBatch last = run.awaitAll();
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  @Test
  void whatFailsBehindTheStateIsNotHeldAgainstTheCheckpoint() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    GeneratedLog log = GeneratedLog.of(44, 100, world.name());
    try (FaultyKairos faulty = new FaultyKairos(world.services().kairos().url())) {
      Config config =
          config(
              world,
              Map.of(
                  "variometer.stream.batch-interval", "5s",
                  "variometer.kairosdb.url", faulty.url().toString(),
                  "variometer.kairosdb.retry.first-delay", "50ms",
                  "variometer.kairosdb.retry.give-up-after", "200ms"));
      try (ObservedRun run = new ObservedRun(config, false)) {
        run.await(batch -> true);
        run.run().stop();
      }
      world.send(log.records());
      faulty.refuse(Integer.MAX_VALUE);
      for (int i = 0; i < 3; i++) {
        try (ObservedRun run = new ObservedRun(config, false)) {
          assertThat(run.notes().get(0)).startsWith("going on from the checkpoint of ");
          assertThat(run.awaitFailure()).contains("KairosDB");
          assertThat(tries(world)).isZero();
        }
      }
      faulty.refuse(0);
      try (ObservedRun run = new ObservedRun(config, false)) {
        assertThat(run.notes().get(0)).startsWith("going on from the checkpoint of ");
        assertThat(run.awaitAll().sum().intake().read()).isEqualTo(log.records().size());
        assertThat(tries(world)).isZero();
      }
    }
  }

  private static void await(CompletableFuture<Void> event) {
    try {
      event.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitBackup(Checkpoints checkpoints, long time) {
    Path kept =
        Path.of(URI.create(checkpoints.directory())).resolve("checkpoint-" + time).toAbsolutePath();
    Path backup = kept.resolveSibling(kept.getFileName() + ".bk");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(backup) || !Files.exists(kept)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no " + backup);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static Config config(StreamWorld world, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", "2s");
    options.putAll(more);
    return world.config(Optional.empty(), options);
  }

  private static long tries(StreamWorld world) throws IOException {
    try (Stream<Path> files = Files.walk(world.directory().resolve("checkpoint"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("tried-")).count();
    }
  }

  /** The last part of each state that Spark has kept. */
  private static List<Path> parts(StreamWorld world) throws IOException {
    List<Path> parts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(world.directory().resolve("checkpoint"))) {
      files.filter(file -> file.getFileName().toString().equals("part-00001")).forEach(parts::add);
    }
    assertThat(parts).isNotEmpty();
    return parts;
  }
}
