package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.services.KafkaService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Topic;

/** What keeps a stream from starting is said in words, and nothing of it is left running. */
class StartErrorsTest {
  private static final long ARRIVAL = 1_763_661_600_000L;

  /** The session gap and twice 5 minutes behind the first beacon that is there. */
  private static final String BUCKETS_LEFT =
      "buckets that begin before "
          + Instant.ofEpochMilli(ARRIVAL).plus(Duration.ofMinutes(45))
          + " are left to the batch";

  @TempDir private Path folder;

  @Test
  void kafkaThatDoesNotAnswer() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + mute.getLocalPort();
      assertFails(
          SharedServices.newWorld(1),
          Map.of(
              "variometer.kafka.bootstrap-servers", address,
              "variometer.kafka.properties.\"request.timeout.ms\"", "500",
              "variometer.kafka.properties.\"default.api.timeout.ms\"", "1000"),
          "Kafka at " + address,
          "variometer.kafka.bootstrap-servers");
    }
  }

  @Test
  void aTopicThatIsMissing() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    for (String which : List.of("beacons", "rejected")) {
      assertFails(
          world,
          Map.of("variometer.kafka.topics." + which, "no-such"),
          "Kafka at " + world.services().kafka().bootstrapServers() + " has no topic no-such",
          "variometer.kafka.topics." + which);
    }
  }

  @Test
  void zooKeeperThatDoesNotAnswer() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + mute.getLocalPort();
      assertFails(
          SharedServices.newWorld(1),
          Map.of(
              "variometer.zookeeper.connect",
              address,
              "variometer.zookeeper.connect-timeout",
              "500ms"),
          "ZooKeeper at " + address,
          "variometer.zookeeper.connect");
    }
  }

  @Test
  void aCheckpointDirectoryThatCannotBe() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertFails(
        SharedServices.newWorld(1),
        Map.of("variometer.stream.checkpoint.directory", file.resolve("below").toString()),
        file.resolve("below").toString(),
        "variometer.stream.checkpoint.directory");
  }

  @Test
  void aMasterThatSparkDoesNotKnowOrReach() throws Exception {
    assertFails(
        SharedServices.newWorld(1),
        Map.of("variometer.stream.master", "spark://127.0.0.1:1,127.0.0.1:2"),
        "spark://127.0.0.1:1,127.0.0.1:2 can't be reached",
        "variometer.stream.master");
    assertFails(
        SharedServices.newWorld(1),
        Map.of("variometer.stream.master", "locall"),
        "locall",
        "variometer.stream.master");
  }

  @Test
  void recordsThatKafkaNoLongerHas() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = afterTwoBeacons(world);
    world.send(List.of(beacon("c"), beacon("d"), beacon("e")));
    lose(world, 3);
    assertFails(
        world,
        Map.of(),
        "partition 0 of topic " + world.beacons(),
        "from 3 to 5",
        "as far as 2",
        "--allow-data-loss");
    List<String> notes = new ArrayList<>();
    assertThat(runToEnd(config, true, notes).sum().intake().read()).isEqualTo(2);
    assertThat(notes)
        .anyMatch(note -> note.contains("--allow-data-loss"))
        .anyMatch(note -> note.startsWith(BUCKETS_LEFT));
    assertThat(world.committed(config)).isEqualTo(Map.of(0, 5L));
  }

  @Test
  void aTopicMadeAnew() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = afterTwoBeacons(world);
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(world.beacons())).all().get();
    }
    world.services().kafka().createTopics(List.of(new Topic(world.beacons(), 1)));
    // More than the one before had: the offsets alone would not tell.
    world.send(List.of(beacon("c"), beacon("d"), beacon("e")));
    assertFails(
        world,
        Map.of(),
        "another one than the stream of region",
        "made anew",
        "the configuration of another region",
        "--allow-data-loss");
    List<String> notes = new ArrayList<>();
    assertThat(runToEnd(config, true, notes).sum().intake().read()).isEqualTo(3);
    assertThat(notes).anyMatch(note -> note.startsWith(BUCKETS_LEFT));
    assertThat(world.committed(config)).isEqualTo(Map.of(0, 3L));

    for (Path checkpoint : checkpoints(world)) {
      Files.delete(checkpoint);
    }
    world.removeSnapshots();
    notes.clear();
    assertThat(runToEnd(config, false, notes).sum().intake().read()).isEqualTo(3);
    assertThat(notes).as("without state").anyMatch(note -> note.startsWith(BUCKETS_LEFT));
  }

  @Test
  void whoCanNotStartReplacesNobody() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Path file = Files.createFile(folder.resolve("file"));
    try (KafkaService another =
            new KafkaService(ServiceOptions.in(folder.resolve("another")).withBriefLife());
        ObservedRun run = new ObservedRun(config(world, Map.of()), false)) {
      another.start();
      for (String topic : List.of(world.beacons(), world.rejected())) {
        another.createTopics(List.of(new Topic(topic, 1)));
      }
      world.send(List.of(beacon("a")));
      run.awaitAll();
      assertRefused(
          config(world, Map.of("variometer.kafka.bootstrap-servers", another.bootstrapServers())),
          "another one than the stream of region",
          "the configuration of another region");
      for (String directory : List.of("checkpoint", "snapshot")) {
        String key = "variometer.stream." + directory + ".directory";
        assertRefused(config(world, Map.of(key, file.resolve("below").toString())), key);
      }
      world.send(List.of(beacon("b")));
      assertThat(run.awaitAll().sum().intake().read()).isEqualTo(2);
      run.run().stop();
    }
  }

  @Test
  void aCheckpointOfATimeThatIsStillToComeIsPutAside() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = afterTwoBeacons(world);
    Path newest =
        checkpoints(world).stream().max(Comparator.comparing(StartErrorsTest::time)).orElseThrow();
    long later = Instant.now().plus(Duration.ofMinutes(5)).toEpochMilli();
    Files.copy(newest, newest.resolveSibling("checkpoint-" + later));
    List<String> notes = new ArrayList<>();
    assertThat(runToEnd(config, false, notes).sum().intake().read()).isEqualTo(2);
    assertThat(notes.get(0)).contains("still to come: the clock was set back", "put aside as");
    assertThat(notes.get(1)).startsWith("going on from the snapshot of ");
  }

  @Test
  void partitionsThatTheCheckpointDoesNotKnowAreRead() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = afterTwoBeacons(world);
    addPartitions(world, 3);
    List<String> notes = new ArrayList<>();
    assertThat(runToEnd(config, false, notes).sum().intake().read()).isEqualTo(2);
    assertThat(notes.get(0)).contains("knows 1 partitions", "has 3 now", "put aside as");
    assertThat(world.committed(config)).containsOnlyKeys(0, 1, 2);
  }

  @Test
  void checkpointsThatAreCorruptCutOffOrEmptyArePutAside() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = afterTwoBeacons(world);
    List<Path> checkpoints = checkpoints(world);
    assertThat(checkpoints).hasSizeGreaterThan(2);
    for (int i = 0; i < checkpoints.size(); i++) {
      byte[] whole = Files.readAllBytes(checkpoints.get(i));
      byte[] corrupt = {1, 2, 3};
      byte[] damaged =
          List.of(corrupt, Arrays.copyOf(whole, whole.length / 2), new byte[0]).get(i % 3);
      Files.write(checkpoints.get(i), damaged);
      // A store that has no checksums takes it for what was written.
      Files.deleteIfExists(
          checkpoints.get(i).resolveSibling("." + checkpoints.get(i).getFileName() + ".crc"));
    }
    List<String> notes = new ArrayList<>();
    assertThat(runToEnd(config, false, notes).sum().intake().read()).isEqualTo(2);
    assertThat(notes)
        .anyMatch(note -> note.contains("damaged") && note.contains("put aside as"))
        .anyMatch(note -> note.startsWith("going on from the snapshot of "));
  }

  @Test
  void ofSeveralCheckpointsAnOlderOneIsNotTakenInSilence() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = afterTwoBeacons(world);
    long newest = checkpoints(world).stream().mapToLong(StartErrorsTest::time).max().orElseThrow();
    assertThat(checkpoints(world)).anyMatch(checkpoint -> time(checkpoint) < newest);
    for (Path checkpoint : checkpoints(world)) {
      if (time(checkpoint) == newest) {
        Files.write(checkpoint, new byte[0]);
      }
    }
    List<String> notes = new ArrayList<>();
    assertThat(runToEnd(config, false, notes).sum().intake().read()).isEqualTo(2);
    assertThat(notes)
        .anyMatch(
            note ->
                note.contains("damaged")
                    && note.contains("older than the last micro-batch that was committed")
                    && note.contains("put aside as"));
  }

  /** Spark's checkpoints of the graph, their backups too. */
  private static List<Path> checkpoints(StreamWorld world) throws IOException {
    try (Stream<Path> files = Files.walk(world.directory().resolve("checkpoint"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("checkpoint-\\d+(\\.bk)?"))
          .toList();
    }
  }

  private static long time(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replaceAll("\\D", ""));
  }

  @Test
  void theFirstBeaconSaysFromWhenOnAllIsKnownAndNoOtherRecord() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = config(world, Map.of());
    LogRecord wrongClock =
        new LogRecord(null, "{".getBytes(UTF_8), ARRIVAL + Duration.ofDays(20_000).toMillis());
    world.send(List.of(beacon("lost"), wrongClock, beacon("a")));
    lose(world, 1);
    List<String> notes = new ArrayList<>();
    runToEnd(config, false, notes);
    assertThat(notes).anyMatch(note -> note.startsWith(BUCKETS_LEFT));
  }

  @Test
  void partitionsThatAreAddedWhileItRunsStopIt() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    Config config = config(world, Map.of());
    BeaconTopic topic = new BeaconTopic(VariometerConfig.from(config).kafka());
    CompletableFuture<StreamException> failure = new CompletableFuture<>();
    try (PartitionWatch watch = new PartitionWatch(topic, 1, failure::complete)) {
      watch.start(Duration.ofMillis(20));
      assertThat(topic.partitions()).isEqualTo(1);
      assertThat(failure).isNotDone();
      addPartitions(world, 3);
      assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining("3 partitions now");
    }
  }

  /** A stream has read two beacons and ended. */
  private static Config afterTwoBeacons(StreamWorld world) throws Exception {
    Config config = config(world, Map.of());
    world.send(List.of(beacon("a"), beacon("b")));
    runToEnd(config, false);
    return config;
  }

  /** Lets Kafka lose the records before this offset. */
  private static void lose(StreamWorld world, long before) throws Exception {
    TopicPartition partition = new TopicPartition(world.beacons(), 0);
    try (Admin admin = admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
    }
  }

  private static void addPartitions(StreamWorld world, int number) throws Exception {
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(world.beacons(), NewPartitions.increaseTo(number))).all().get();
    }
  }

  private static MicroBatch runToEnd(Config config, boolean allowDataLoss) throws Exception {
    return runToEnd(config, allowDataLoss, new ArrayList<>());
  }

  private static MicroBatch runToEnd(Config config, boolean allowDataLoss, List<String> notes)
      throws Exception {
    try (ObservedRun run = new ObservedRun(config, allowDataLoss)) {
      MicroBatch last = run.awaitAll();
      run.run().stop();
      notes.addAll(run.notes());
      return last;
    }
  }

  private static Config config(StreamWorld world, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("variometer.stream.batch-interval", "1s");
    return world.config(Optional.empty(), options);
  }

  private static void assertFails(StreamWorld world, Map<String, String> options, String... says)
      throws InterruptedException {
    Set<Thread> before = keepingAlive();
    assertRefused(config(world, options), says);
    assertThat(SparkEnv.get()).as("no Spark is left").isNull();
    Set<Thread> left = keepingAlive();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(thread.isAlive()).as("%s is left", thread).isFalse();
    }
  }

  private static void assertRefused(Config config, String... says) {
    assertThatThrownBy(() -> new StreamApp(config, false, note -> {}, batch -> {}).start().close())
        .isInstanceOf(StreamException.class)
        .message()
        .contains(says)
        .doesNotContain("\n");
  }

  /** The threads that keep the process alive. */
  private static Set<Thread> keepingAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  private static Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", SharedServices.get().kafka().bootstrapServers()));
  }

  private static LogRecord beacon(String id) {
    String text =
        """
        {"beaconId":"%s","sessionId":"s","visitorId":"v","timestamp":%d,"type":"pageView"}"""
            .formatted(id, ARRIVAL);
    return new LogRecord("s".getBytes(UTF_8), text.getBytes(UTF_8), ARRIVAL);
  }
}
