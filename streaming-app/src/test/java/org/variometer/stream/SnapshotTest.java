package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.variometer.local.MetricsReport;

/**
 * What a stream goes on from where Spark's checkpoint is of no use: its state and offsets as one
 * unit, as another configuration or release finds them (spec §7).
 */
class SnapshotTest {
  private static final String EVERY = "variometer.stream.snapshot.batches";
  private static final String NEVER = "100000";
  private static final Pattern TAKEN = Pattern.compile("going on from the snapshot of ([^,]*),");

  @Test
  void whatAGracefulStopLeavesIsGoneOnFromAndWhatIsDamagedPassedOver() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(21, 600, world.name());
    List<LogRecord> records = log.records();
    world.send(records.subList(0, 300));
    SortedMap<Integer, Long> offsets;
    try (ObservedRun run = new ObservedRun(config(world, 1000, NEVER), false)) {
      offsets = run.awaitAll().nextOffsets();
      run.run().stop();
    }
    assertThat(snapshots(world)).hasSize(1);
    // Nothing comes: what no record touches has to be in the next snapshot all the same.
    try (ObservedRun run = new ObservedRun(config(world, 1001, NEVER), false)) {
      assertThat(run.notes().get(0)).isEqualTo("no checkpoint of this code and configuration");
      assertThat(run.notes().get(1)).startsWith("going on from the snapshot of ");
      MicroBatch batch = run.await(b -> true);
      assertThat(batch.batch().intake().read()).isZero();
      assertThat(batch.sum().intake().read()).isEqualTo(300);
      assertThat(batch.nextOffsets()).isEqualTo(offsets);
      run.run().stop();
    }
    for (int i = 0; i < 2; i++) {
      world.send(records.subList(300 + 100 * i, 400 + 100 * i));
      try (ObservedRun run = new ObservedRun(config(world, 1002 + i, NEVER), false)) {
        run.awaitAll();
        run.run().stop();
      }
    }
    List<Path> newestFirst = snapshots(world);
    assertThat(newestFirst).hasSize(3);
    flip(file(newestFirst.get(0), "sessions-"));
    Files.writeString(newestFirst.get(1).resolve("snapshot.json"), "{");
    Files.deleteIfExists(newestFirst.get(1).resolve(".snapshot.json.crc"));
    world.send(records.subList(500, records.size()));
    Config last = config(world, 1004, NEVER);
    try (ObservedRun run = new ObservedRun(last, false)) {
      assertThat(run.notes().get(1)).contains("is damaged", "put aside as", "damaged-");
      assertThat(run.notes().get(2)).contains("snapshot.json is not whole", "put aside as");
      assertThat(run.notes().get(3)).startsWith("going on from the snapshot of ");
      assertEndsRight(run, world, last, log);
    }
    assertThat(newestFirst.get(0)).doesNotExist();
    assertThat(newestFirst.get(0).resolveSibling("damaged-" + newestFirst.get(0).getFileName()))
        .exists();
  }

  @Test
  void aKilledStreamsSnapshotIsBehindWhatItWroteAndAllIsRightInTheEnd() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(22, 800, world.name());
    world.send(log.records());
    Instant lastWritten;
    try (ObservedRun run = new ObservedRun(config(world, 30, "3"), false)) {
      run.await(batch -> run.batches().size() == 8);
      // As a kill would: nothing is finished.
      run.run().close();
      lastWritten = Instant.ofEpochMilli(run.batches().get(run.batches().size() - 1).time());
    }
    Config other = config(world, 1000, NEVER);
    try (ObservedRun run = new ObservedRun(other, false)) {
      Matcher taken = TAKEN.matcher(run.notes().get(1));
      assertThat(taken.lookingAt()).as(run.notes().get(1)).isTrue();
      assertThat(Instant.parse(taken.group(1))).isBefore(lastWritten);
      assertEndsRight(run, world, other, log);
    }
  }

  @Test
  void threeAreKeptHoursLetGoStayAndThoseOfAnotherLayoutArePassedOver() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    GeneratedLog log = GeneratedLog.of(24, 100, world.name());
    world.send(log.records());
    Config twoHours =
        world.config(
            Optional.empty(), options(1000, "1", Map.of("variometer.stream.hold-hours", "2")));
    try (ObservedRun run = new ObservedRun(twoHours, false)) {
      run.await(batch -> run.batches().size() == 6);
      run.run().stop();
      long last = run.batches().get(run.batches().size() - 1).time();
      assertThat(snapshots(world))
          .hasSize(3)
          .first()
          .satisfies(newest -> assertThat(newest.getFileName().toString()).startsWith(last + "-"));
    }
    // More hours are held from now on: those that were let go of do not come back.
    List<String> standing = world.exported(twoHours, world.name() + ".");
    try (ObservedRun run = new ObservedRun(config(world, 1001, NEVER), false)) {
      run.awaitCaughtUp();
      run.run().stop();
    }
    assertThat(world.exported(twoHours, world.name() + ".")).isEqualTo(standing).isNotEmpty();
    Config more =
        world.config(
            Optional.empty(), options(1000, NEVER, Map.of("variometer.stream.shards", "5")));
    try (ObservedRun run = new ObservedRun(more, false)) {
      assertThat(run.notes().subList(1, 4))
          .allSatisfy(
              note ->
                  assertThat(note)
                      .contains(
                          "has 4 shards and 2 meters",
                          "asks for 5 shards and 2 meters",
                          "passed over"));
      assertThat(run.notes().get(4)).contains("beginning again with the earliest records");
      assertThat(snapshots(world)).hasSize(3);
      assertEndsRight(run, world, more, log);
    }
  }

  private static void assertEndsRight(
      ObservedRun run, StreamWorld world, Config config, GeneratedLog log) throws Exception {
    MicroBatch last = run.awaitCaughtUp();
    run.run().stop();
    MetricsReport expected = log.asStream(config, world.directory());
    assertThat(last.accounting().toJson()).isEqualTo(expected.accounting().toJson());
    assertThat(world.exported(config, world.name() + "."))
        .containsExactlyInAnyOrderElementsOf(GeneratedLog.rows(expected));
  }

  private static Config config(StreamWorld world, int rate, String every) {
    return world.config(Optional.empty(), options(rate, every, Map.of()));
  }

  private static Map<String, String> options(int rate, String every, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", "1s");
    options.put("variometer.stream.max-rate-per-partition", Integer.toString(rate));
    options.put(EVERY, every);
    // A stream that was killed is waited for that long, and its lease.
    options.put("variometer.kairosdb.request-timeout", "3s");
    options.putAll(more);
    return options;
  }

  /** The snapshots that count, the newest first. */
  private static List<Path> snapshots(StreamWorld world) throws IOException {
    try (Stream<Path> found = Files.list(world.snapshotsOfStream())) {
      return found
          .filter(path -> path.getFileName().toString().matches("[0-9]+-[0-9a-f]{8}"))
          .sorted(Comparator.comparing((Path path) -> path.getFileName().toString()).reversed())
          .toList();
    }
  }

  private static Path file(Path snapshot, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(snapshot)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Damages one byte in the middle, also for a file system that has a checksum of its own. */
  private static void flip(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      long middle = channel.size() / 2;
      channel.read(one, middle);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, middle);
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
