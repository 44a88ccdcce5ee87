package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Seal;
import org.variometer.control.StateDigest;
import org.variometer.local.MetricsReport;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Resolution;

/** Where a stream begins, and that it says so (spec §7). */
class StartChoiceTest {
  private static final Pattern CHECKPOINT = Pattern.compile("(\\.?)checkpoint-(\\d+)(.*)");

  @Test
  void withoutAFreshCheckpointAllIsReadAgain() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(9, 1500, world.name());
    Config config = config(world, "60");
    world.send(log.records());
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes())
          .startsWith(
              "no checkpoint of this code and configuration",
              "beginning with the earliest records of the topic");
      run.await(batch -> batch.sum().intake().read() > 600);
    }
    age(world.directory().resolve("checkpoint"), TimeUnit.HOURS.toMillis(1));
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).contains("more than 10 micro-batches old; put aside as");
      assertThat(run.notes().get(1)).contains("beginning again with the earliest records");
      run.await(batch -> batch.sum().intake().read() > 600);
    }
    // Killed before it has caught up, it begins once more.
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).contains("does not have all micro-batches", "put aside as");
      run.await(batch -> batch.sum().intake().read() > 300);
    }
    // Another configuration, which cuts the log into other micro-batches.
    Config other = config(world, "1000");
    try (ObservedRun run = new ObservedRun(other, false)) {
      assertThat(run.notes().get(0)).isEqualTo("no checkpoint of this code and configuration");
      assertThat(run.notes().get(1)).contains("beginning again with the earliest records");
      MicroBatch last = run.awaitCaughtUp();
      run.run().stop();
      // What only other micro-batches left standing is 0 now.
      MetricsReport expected = log.asStream(other, world.directory());
      assertThat(last.accounting().toJson()).isEqualTo(expected.accounting().toJson());
      assertThat(world.exported(other, world.name() + "."))
          .containsExactlyInAnyOrderElementsOf(GeneratedLog.rows(expected));
    }
  }

  @Test
  void behindALongOutageAllThatWasMissedIsOneStepFromTheSnapshot() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(12, 1500, world.name());
    List<LogRecord> records = log.records();
    Config config = config(world, "1000");
    world.send(records.subList(0, 500));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    // 900 intervals, and hours of the log.
    age(world.directory().resolve("checkpoint"), TimeUnit.MINUTES.toMillis(30));
    world.send(records.subList(500, 1500));
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).contains("more than 10 micro-batches old; put aside as");
      assertThat(run.notes().get(1)).startsWith("going on from the snapshot of ");
      MicroBatch last = run.awaitCaughtUp();
      run.run().stop();
      assertThat(run.batches().get(0).batch().intake().read()).isEqualTo(1000);
      EndsRight.assertEndsRight(world, config, log, last.accounting().toJson());
    }
  }

  @Test
  void withoutStateCommittedOffsetsAreAStartOnlyIfLossIsAllowed() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    List<LogRecord> records = GeneratedLog.of(10, 300, world.name()).records();
    world.send(records.subList(0, 200));
    SortedMap<Integer, Long> committed;
    try (ObservedRun run = new ObservedRun(config(world, "1000"), false)) {
      committed = run.awaitAll().nextOffsets();
      run.run().stop();
    }
    world.removeSnapshots();
    world.send(records.subList(200, 300));
    try (ObservedRun run = new ObservedRun(config(world, "1001"), true)) {
      assertThat(run.notes().get(1))
          .contains("going on from the committed offsets", "--allow-data-loss");
      assertThat(run.awaitAll().sum().intake().read()).isEqualTo(100);
      assertThat(run.batches().get(0).nextOffsets())
          .allSatisfy(
              (partition, offset) ->
                  assertThat(offset).isGreaterThanOrEqualTo(committed.get(partition)));
    }
  }

  @Test
  void withoutStateItBeginsTwoHoursBeforeWhatIsSealed() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(2);
    GeneratedLog log = GeneratedLog.of(12, 1500, world.name());
    List<LogRecord> records = log.records();
    Config config = config(world, "1000");
    world.send(records);
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    world.removeSnapshots();
    Instant sealed =
        Instant.ofEpochMilli(records.get(records.size() * 2 / 3).arrival())
            .truncatedTo(ChronoUnit.MINUTES);
    Instant begin = sealed.minus(Duration.ofHours(2));
    long before =
        records.stream().filter(record -> record.arrival() < begin.toEpochMilli()).count();
    Config other = config(world, "1001");
    try (ControlClient batch = ControlClient.connect(VariometerConfig.from(config).zooKeeper())) {
      new Seal(batch).seal(sealed);
    }
    // What stands and belongs to no record: in the last bucket that is sealed, and in the next.
    world.letStand(config, cell(world, sealed.minusSeconds(60)), cell(world, sealed));
    try (ObservedRun run = new ObservedRun(other, false)) {
      assertThat(run.notes().get(1))
          .isEqualTo(
              "no state to go on from: beginning with the records from "
                  + begin
                  + " on, as it is sealed through "
                  + sealed);
      assertThat(run.notes())
          .anyMatch(
              note ->
                  note.startsWith(
                      "buckets that begin before " + begin.plus(Duration.ofMinutes(40))));
      MicroBatch last = run.awaitCaughtUp();
      assertThat(last.sum().intake().read())
          .as("what lies between the records of then is read too")
          .isBetween(records.size() - before, records.size() - before / 2);
      run.run().stop();
    }
    List<String> expected =
        new ArrayList<>(GeneratedLog.rows(log.asStream(other, world.directory())));
    List<String> found = new ArrayList<>(world.exported(other, world.name() + "."));
    List<String> wrong = found.stream().filter(row -> !expected.contains(row)).toList();
    assertThat(wrong)
        .singleElement()
        .asString()
        .contains("nobody", "1m," + sealed.minusSeconds(60).toEpochMilli());
    found.removeAll(wrong);
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Cell cell(StreamWorld world, Instant minute) {
    return new Cell(
        new MetricSeries(
            "visits",
            new MetricKey(world.name() + ".shop", "nobody", "knows", Population.ASSIGNED),
            Resolution.MINUTE),
        minute.toEpochMilli());
  }

  @Test
  void aCheckpointThatLacksAMicroBatchIsNotGoneOnFrom() throws Exception {
    StreamWorld world = SharedServices.newEmptyWorld(1);
    List<LogRecord> records = GeneratedLog.of(11, 200, world.name()).records();
    Config config = config(world, "1000");
    world.send(records.subList(0, 100));
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    SortedMap<Integer, Long> committed = world.committed(config);
    // As if the last ones that the checkpoint takes for done never were.
    try (Control control = Control.connect(VariometerConfig.from(config))) {
      control.claim();
      control.progress().prepare(committed, control.progress().topicOfOffsets().orElseThrow());
      control.commit(
          control.progress().lastBatch().orElseThrow() - 60_000,
          committed,
          new StateDigest(Long.MIN_VALUE, 0, new TreeMap<>()),
          OptionalLong.empty(),
          Optional.empty());
    }
    world.send(records.subList(100, 200));
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).startsWith("going on from the checkpoint");
      assertThat(run.awaitFailure()).contains("is missing", "Start again");
      assertThat(run.batches()).isEmpty();
    }
    assertThat(world.committed(config)).isEqualTo(committed);
    try (ObservedRun run = new ObservedRun(config, false)) {
      assertThat(run.notes().get(0)).contains("does not have all micro-batches", "put aside as");
      assertThat(run.awaitAll().sum().intake().read()).isEqualTo(200);
    }
  }

  private static Config config(StreamWorld world, String rate) {
    Map<String, String> options = new HashMap<>();
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.put("variometer.stream.batch-interval", "2s");
    // A stream that was killed is waited for that long, and its lease.
    options.put("variometer.kairosdb.request-timeout", "3s");
    options.put("variometer.stream.max-rate-per-partition", rate);
    return world.config(Optional.empty(), options);
  }

  /** Makes checkpoints look older. */
  private static void age(Path checkpoints, long millis) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      for (Path file : files.toList()) {
        Matcher name = CHECKPOINT.matcher(file.getFileName().toString());
        if (name.matches()) {
          long time = Long.parseLong(name.group(2)) - millis;
          Files.move(
              file, file.resolveSibling(name.group(1) + "checkpoint-" + time + name.group(3)));
        }
      }
    }
  }
}
