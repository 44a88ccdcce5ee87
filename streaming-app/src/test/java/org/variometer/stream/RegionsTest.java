package org.variometer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.variometer.stream.EndsRight.assertEndsRight;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.control.Regions;
import org.variometer.control.Repairs;
import org.variometer.control.Role;
import org.variometer.control.StateDigest;
import org.variometer.control.Succession;
import org.variometer.log.ArrivalDigest;
import org.variometer.series.Resolution;
import org.variometer.services.Topic;
import org.variometer.shard.SessionUpdater;

/** Two regions, of which one writes (spec §7): whoever it is, no cell is wrong. */
class RegionsTest {
  private static final int INTERVAL_MILLIS = 2000;
  private static final int EVENTS = 1500;

  private StreamWorld world;
  private String mirror;
  private GeneratedLog log;

  @BeforeEach
  void begin() throws Exception {
    world = SharedServices.newEmptyWorld(2);
    log = GeneratedLog.of(71, EVENTS, world.name());
    mirror = "mirror-of-" + world.beacons();
    // Other partitions: the same keys, other offsets.
    world.services().kafka().createTopics(List.of(new Topic(mirror, 3)));
  }

  @Test
  void aPlannedSwitchLosesNothingAndBackAgain() throws Exception {
    Config first = config("first", world.beacons(), Map.of());
    Config second = config("second", mirror, Map.of());
    send(0, 1);
    try (StreamProcess a = start(first);
        StreamProcess b = startStandby(second)) {
      awaitAll(first, a);
      awaitAll(second, b);
      assertThat(world.exported(first, world.name() + ".")).as("written once").isNotEmpty();
      order(first, "second", 1);
      b.await(note("wrote what this stream holds"));
      a.await(note("region second is to write; the stream of region first stands by"));
      send(1, 2);
      awaitAll(second, b);
      awaitAll(first, a);
      assertSameState(first, second);
      order(first, "first", 2);
      a.await(note("wrote what this stream holds"));
      send(2, 3);
      awaitAll(second, b);
      Committed last = awaitAll(first, a);
      b.stop();
      a.stop();
      assertEndsRight(world, first, log, last.accounting());
      assertThat(repairs(first)).isEmpty();
      assertNoMinuteMissing(first);
    }
  }

  private static void assertSameState(Config first, Config second) throws Exception {
    StateDigest of = digest(first);
    StateDigest other = digest(second);
    assertThat(of.differences(other, Long.MIN_VALUE, SessionUpdater.ALLOWED_DISORDER)).isEmpty();
    assertThat(of.sums()).hasSize(ArrivalDigest.MINUTES);
    TreeMap<Long, Long> less = new TreeMap<>(other.sums());
    less.remove(less.firstKey() + ArrivalDigest.MINUTES / 2);
    assertThat(
            of.differences(
                new StateDigest(other.wholeFrom(), other.passed(), less),
                Long.MIN_VALUE,
                SessionUpdater.ALLOWED_DISORDER))
        .isNotEmpty();
  }

  private static StateDigest digest(Config of) throws Exception {
    VariometerConfig config = VariometerConfig.from(of);
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      return new Regions(client, config.stream().consumer(), config.kafka().beacons())
          .all().stream()
              .filter(region -> region.name().equals(config.region()))
              .findFirst()
              .flatMap(Regions.Region::digest)
              .orElseThrow();
    }
  }

  /** Of what rolls each minute is computed once. */
  private void assertNoMinuteMissing(Config config) throws Exception {
    Map<String, TreeSet<Long>> minutes = new TreeMap<>();
    for (String row :
        world.exported(
            config,
            series ->
                series.resolution() == Resolution.ROLLING
                    && series.key().site().startsWith(world.name()))) {
      List<String> fields = List.of(row.split(","));
      minutes
          .computeIfAbsent(String.join(",", fields.subList(0, 6)), key -> new TreeSet<>())
          .add(Long.valueOf(fields.get(fields.size() - 2)));
    }
    TreeSet<Long> busiest =
        minutes.values().stream().max(Comparator.comparingInt(TreeSet::size)).orElseThrow();
    assertThat(busiest)
        .hasSizeGreaterThan(120)
        .hasSize((int) ((busiest.last() - busiest.first()) / 60_000) + 1);
  }

  @Test
  void ofARegionThatDiesTheOtherTakesOverAndAnOrderCanBeTakenBack() throws Exception {
    Map<String, String> brief =
        Map.of(
            "variometer.zookeeper.session-timeout", "4s",
            "variometer.kairosdb.request-timeout", "3s");
    Config first = config("first", world.beacons(), brief);
    Config second = config("second", mirror, brief);
    send(0, 1);
    try (StreamProcess a = start(first);
        StreamProcess b = startStandby(second)) {
      a.awaitCommits(2);
      // To one that is not there: who lets go stands by until that is taken back.
      order(first, "nowhere", 1);
      a.await(note("region nowhere is to write; the stream of region first stands by"));
      order(first, "first", 1);
      a.await(note("region first takes over, epoch 2"));
      send(1, 2);
      a.awaitCommits(1);
      a.kill();
      order(first, "second", 2);
      b.await(note("region second takes over, epoch 3"));
      send(2, 3);
      Committed last = awaitAll(second, b);
      b.await(note("wrote what this stream holds"));
      b.stop();
      assertEndsRight(world, second, log, last.accounting());
      assertNoMinuteMissing(second);
    }
  }

  @Test
  void aWriterThatIsOvertakenWhileItStandsStillInTheMiddleOfAWriteLeavesNothingWrong()
      throws Exception {
    try (FaultyKairos kairos = new FaultyKairos(world.kairos())) {
      Map<String, String> brief = Map.of("variometer.zookeeper.session-timeout", "4s");
      Map<String, String> before = new HashMap<>(brief);
      before.put("variometer.kairosdb.url", kairos.url().toString());
      before.put("variometer.kairosdb.request-timeout", "3s");
      Config first = config("first", world.beacons(), before);
      Config second = config("second", mirror, brief);
      send(0, 1);
      try (StreamProcess a = start(first);
          StreamProcess b = startStandby(second)) {
        awaitAll(first, a);
        awaitAll(second, b);
        FaultyKairos.Kept older = kairos.keepNext();
        send(1, 2);
        older.await();
        a.suspend();
        order(first, "second", 1);
        b.await(note("region second takes over, epoch 2"));
        send(2, 3);
        Committed last = awaitAll(second, b);
        b.await(note("wrote what this stream holds"));
        older.deliver();
        a.resume();
        a.await(line -> line.startsWith(StreamMain.FAILED) && line.contains("has taken over"));
        assertThat(a.awaitExit()).isEqualTo(1);
        b.await(note("a stream that had lost the right to write may have written"));
        b.await(note("caught up with the stream before"));
        assertThat(repairs(first)).isEmpty();
        b.stop();
        assertEndsRight(world, second, log, last.accounting());
      }
    }
  }

  private StreamProcess start(Config config) throws Exception {
    StreamProcess stream = StreamProcess.start(config, world.directory(), false);
    stream.await(note("region first writes, epoch 1"));
    return stream;
  }

  private StreamProcess startStandby(Config second) throws Exception {
    StreamProcess stream = StreamProcess.start(second, world.directory().resolve("second"), false);
    stream.await(note("region second stands by: region first writes"));
    return stream;
  }

  private Config config(String region, String topic, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("variometer.region", region);
    options.put("variometer.kafka.topics.beacons", topic);
    options.put(
        "variometer.stream.checkpoint.directory",
        world.directory().resolve("checkpoint-" + region).toString());
    options.put("variometer.stream.batch-interval", INTERVAL_MILLIS + "ms");
    options.put("variometer.stream.max-rate-per-partition", "150");
    options.put(GeneratedLog.MAX_BEACONS_KEY, GeneratedLog.maxBeacons());
    options.putAll(more);
    return world.config(Optional.empty(), options);
  }

  /** Sends thirds of the log to both. */
  private void send(int from, int to) throws Exception {
    List<LogRecord> all = log.records();
    List<LogRecord> some = all.subList(all.size() * from / 3, all.size() * to / 3);
    world.send(some);
    try (KafkaProducer<byte[], byte[]> producer =
        SharedServices.producer(world.services().kafka().bootstrapServers())) {
      List<Future<?>> sent = new ArrayList<>();
      for (LogRecord record : some) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    mirror, null, record.arrival(), record.key(), record.value())));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    }
  }

  private static void order(Config config, String region, long epoch) throws Exception {
    try (ControlClient client = ControlClient.connect(VariometerConfig.from(config).zooKeeper())) {
      new Succession(region, epoch, false).order(client);
    }
  }

  private static List<Repairs.Repair> repairs(Config config) throws Exception {
    try (ControlClient client = ControlClient.connect(VariometerConfig.from(config).zooKeeper())) {
      return new Repairs(client, Role.STREAM).open();
    }
  }

  private static Committed awaitAll(Config config, StreamProcess stream) throws Exception {
    SortedMap<Integer, Long> ends = new BeaconTopic(VariometerConfig.from(config).kafka()).latest();
    return stream.awaitCommit(commit -> commit.offsets().equals(ends));
  }

  private static Predicate<String> note(String beginning) {
    return line -> line.startsWith(StreamMain.NOTE + beginning);
  }
}
