package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.stream.EndsRight.assertEndsRight;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Traffic that is spread as badly as can be: the numbers are right all the same. */
class RoughTrafficTest {
  private static final long ARRIVAL = 1_763_661_600_000L;
  private static final String SITE = ".shop";

  /** In how many a session of many beacons is read. */
  private static final int MICRO_BATCHES = 8;

  @Test
  void aSessionOfManyBeaconsOfWhichMostAreTheSame() throws Exception {
    oneSession(30_000, 200);
  }

  /** As the specification bounds a session, with beacons enough to fill any table of them. */
  @Test
  @Tag("campaign")
  @Timeout(300)
  void aSessionOfAMillionBeacons() throws Exception {
    oneSession(1_000_000, 5000);
  }

  /** In a process of 512 MB. The last of its beacons is one too many. */
  private static void oneSession(int beacons, int most) throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    List<LogRecord> records = new ArrayList<>(beacons + 1);
    for (int i = 0; i < beacons; i++) {
      records.add(beacon(world, "crowd", i % most, ARRIVAL + i * 2L));
    }
    int share = beacons / MICRO_BATCHES;
    Config config = config(world, most, share);
    world.send(records);
    try (StreamProcess stream = StreamProcess.start(config, world.directory(), false)) {
      for (long read = share; read < beacons; read += share) {
        awaitRead(stream, read);
      }
      Committed full = awaitRead(stream, beacons);
      assertThat(full.accounting())
          .contains("\"used\":" + most + ",\"duplicate\":" + (beacons - most))
          .isEqualTo(accounting(world, config, records));
      LogRecord oneTooMany = beacon(world, "crowd", most, ARRIVAL + beacons * 2L);
      world.send(List.of(oneTooMany));
      records.add(oneTooMany);
      Committed last = awaitRead(stream, beacons + 1L);
      assertThat(last.accounting()).contains("\"quarantined\":" + (beacons + 1));
      stream.stop();
      assertEndsRight(world, config, new GeneratedLog(records), last.accounting());
      assertThat(world.exported(config, world.name() + ".")).isEmpty();
    }
  }

  private static Committed awaitRead(StreamProcess stream, long records) throws Exception {
    return stream.awaitCommit(commit -> commit.offsets().getOrDefault(0, 0L) >= records);
  }

  private static String accounting(StreamWorld world, Config config, List<LogRecord> records)
      throws Exception {
    return new GeneratedLog(records).asStream(config, world.directory()).accounting().toJson();
  }

  @Test
  void halfOfAllTrafficInOneSessionAndOneExperiment() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    List<LogRecord> records = new ArrayList<>(GeneratedLog.of(61, 1500, world.name()).records());
    int others = records.size();
    for (int i = 0; i < others; i++) {
      records.add(beacon(world, "hot", i, records.get(i).arrival()));
    }
    records.sort(Comparator.comparingLong(LogRecord::arrival));
    GeneratedLog log = new GeneratedLog(records);
    Config config = config(world, 2 * others, 400);
    world.send(records);
    try (ObservedRun run = new ObservedRun(config, false)) {
      MicroBatch last = run.awaitAll();
      assertThat(run.batches().size()).as("read in several").isGreaterThan(3);
      run.run().stop();
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  @Test
  void partitionsThatLagBehindEachOtherByMoreThanAnHour() throws Exception {
    StreamWorld world = SharedServices.newWorld(2);
    GeneratedLog log = GeneratedLog.of(62, 1500, world.name());
    byte[][] keys = {keyOf(0), keyOf(1)};
    List<List<LogRecord>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    List<LogRecord> records = new ArrayList<>();
    for (LogRecord record : log.records()) {
      // One partition has few of the sessions, and so is through with an hour much earlier.
      int partition =
          record.key() != null && record.key()[record.key().length - 1] % 8 == 0 ? 0 : 1;
      LogRecord placed = new LogRecord(keys[partition], record.value(), record.arrival());
      partitions.get(partition).add(placed);
      records.add(placed);
    }
    Config config = config(world, Integer.parseInt(GeneratedLog.maxBeacons()), 60);
    world.send(records);
    try (ObservedRun run = new ObservedRun(config, false)) {
      MicroBatch last = run.awaitAll();
      run.run().stop();
      assertThat(run.batches())
          .anyMatch(
              batch ->
                  reached(partitions, batch, 0) - reached(partitions, batch, 1)
                      > Duration.ofHours(1).toMillis());
      assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  /** The arrival of the last record of a partition that is read, ms since the epoch. */
  private static long reached(List<List<LogRecord>> partitions, MicroBatch batch, int partition) {
    long next = batch.nextOffsets().getOrDefault(partition, 0L);
    return partitions.get(partition).get((int) Math.max(0, next - 1)).arrival();
  }

  /** A key whose records lie in this one of two partitions. */
  private static byte[] keyOf(int partition) {
    for (int i = 0; ; i++) {
      byte[] key = ("k" + i).getBytes(UTF_8);
      if (Utils.toPositive(Utils.murmur2(key)) % 2 == partition) {
        return key;
      }
    }
  }

  private static LogRecord beacon(StreamWorld world, String session, int id, long arrival) {
    String text =
        """
        {"beaconId":"b%d","sessionId":"%s","visitorId":"v","timestamp":%d,"type":"pageView",\
        "site":"%s","assigned":[{"experiment":"hot","variant":"a"}]}"""
            .formatted(id, session, arrival, world.name() + SITE);
    return new LogRecord(session.getBytes(UTF_8), text.getBytes(UTF_8), arrival);
  }

  private static Config config(StreamWorld world, int maxBeacons, int rate) {
    return world.config(
        Optional.empty(),
        Map.of(
            GeneratedLog.MAX_BEACONS_KEY,
            Integer.toString(maxBeacons),
            "variometer.stream.batch-interval",
            "1s",
            "variometer.stream.max-rate-per-partition",
            Integer.toString(rate)));
  }
}
