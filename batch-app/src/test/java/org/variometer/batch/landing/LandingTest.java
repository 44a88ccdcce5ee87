package org.variometer.batch.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.batch.BatchException;
import org.variometer.batch.FaultyFiles;
import org.variometer.batch.SharedHdfs;
import org.variometer.config.VariometerConfig;
import org.variometer.files.PublishedFile;
import org.variometer.local.BeaconFile;
import org.variometer.services.KafkaService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Topic;
import org.variometer.slot.Slot;

/** Each record of the log lands once, in its slot, as it was (spec §5). */
class LandingTest {
  private static final Slot SLOT =
      new Slot(Instant.parse("2026-11-20T10:30:00Z"), Duration.ofMinutes(30));
  private static final long END = SLOT.end().toEpochMilli();

  @TempDir private static Path shared;
  private static KafkaService kafka;
  private static KafkaProducer<byte[], byte[]> producer;
  private static JavaSparkContext spark;
  private static int topics;

  @TempDir private Path folder;
  private String topic;
  private String directory;
  private boolean allowDataLoss;
  private PublishedEnds published = slot -> Optional.empty();
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  @BeforeAll
  static void start() throws IOException {
    kafka = new KafkaService(ServiceOptions.in(shared.resolve("kafka")).withBriefLife());
    kafka.start();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("landing")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
    producer.close();
    kafka.close();
  }

  @BeforeEach
  void newTopic() throws IOException {
    topic = "beacons-" + topics++;
    directory = folder.toString();
    kafka.createTopics(List.of(new Topic(topic, 2)));
  }

  @Test
  void recordsLandAsTheyAre() throws Exception {
    send(0, 0, "k", "{}");
    send(0, END - 1, null, "no JSON");
    send(1, 5, "größe", "");
    send(1, 7, "", null);
    send(1, 8, "bytes", new String(new char[] {0, '\uD83D', '\uDE00', '\n'}));
    assertThat(landing().land(SLOT)).isEqualTo(5);
    assertThat(records(SLOT))
        .containsExactlyInAnyOrder(
            "0 k {}", END - 1 + "  no JSON", "5 größe ", "7  ", "8 bytes \u0000\uD83D\uDE00\n");
  }

  @Test
  void whatLandedIsInSequenceFilesThatNeedNoneOfThisToBeRead() throws Exception {
    send(1, END - 1, "kéy", "{\"beaconId\":\"bé\"}");
    send(1, 7, null, "no JSON");
    landing().land(SLOT);
    String file = files().stream().filter(f -> f.endsWith(".seq")).findFirst().orElseThrow();
    List<String> found = new ArrayList<>();
    try (SequenceFile.Reader reader =
        new SequenceFile.Reader(
            new Configuration(),
            SequenceFile.Reader.file(
                new org.apache.hadoop.fs.Path(folder.resolve(file).toString())))) {
      assertThat(reader.getKeyClass()).isEqualTo(BytesWritable.class);
      assertThat(reader.getValueClass()).isEqualTo(Text.class);
      BytesWritable key = new BytesWritable();
      Text beacon = new Text();
      while (reader.next(key, beacon)) {
        ByteBuffer bytes = ByteBuffer.wrap(key.copyBytes());
        found.add(bytes.getLong() + " " + UTF_8.decode(bytes) + " " + beacon);
      }
    }
    assertThat(found).containsExactly(END - 1 + " kéy {\"beaconId\":\"bé\"}", "7  no JSON");
  }

  @Test
  void aSlotHasTheRecordsBeforeTheFirstFromItsEndOn() throws Exception {
    send(0, END - 1, "k", "in time");
    send(0, END, "k", "the first of the next");
    send(0, END - 2, "k", "behind it in the log");
    send(1, END - 1, "k", "all of this partition");
    assertThat(landing().land(SLOT)).isEqualTo(2);
    send(1, END - 3, "k", "late");
    send(1, END + Duration.ofMinutes(30).toMillis(), "k", "too early");
    assertThat(landing().land(SLOT.next())).isEqualTo(3);
    assertThat(records(SLOT))
        .containsExactlyInAnyOrder(END - 1 + " k in time", END - 1 + " k all of this partition");
    assertThat(records(SLOT.next()))
        .containsExactlyInAnyOrder(
            END + " k the first of the next",
            END - 2 + " k behind it in the log",
            END - 3 + " k late");
  }

  @Test
  void landingAgainChangesNothing() throws Exception {
    send(0, 1, "k", "a");
    landing().land(SLOT);
    List<String> files = files();
    send(0, 2, "k", "b");
    assertThat(landing().land(SLOT)).isEqualTo(1);
    assertThat(files()).isEqualTo(files);
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
    assertThat(records(SLOT)).containsExactly("1 k a");
    assertThat(records(SLOT.next())).containsExactly("2 k b");
  }

  @Test
  void whatAnAttemptThatDiedLeftIsNoPartOfTheSlot() throws Exception {
    send(0, 1, "k", "a");
    landing().land(SLOT);
    Path published = folder.resolve("landing").resolve(SLOT.folder()).resolve("landed.json");
    byte[] whole = Files.readAllBytes(published);
    for (int length : new int[] {-1, 0, 10, whole.length - 1}) {
      // It died before it published, or while it did.
      Files.deleteIfExists(published.resolveSibling(".landed.json.crc"));
      Files.delete(published);
      if (length >= 0) {
        Files.write(published, Arrays.copyOf(whole, length));
      }
      assertThatThrownBy(() -> landing().records(SLOT))
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("has not landed");
      assertThat(landing().land(SLOT)).isEqualTo(1);
      assertThat(records(SLOT)).containsExactly("1 k a");
      assertThat(files()).filteredOn(file -> file.endsWith(".seq")).hasSize(1);
    }
  }

  @Test
  void aSlotWithoutRecordsLandsToo() throws Exception {
    assertThat(landing().land(SLOT)).isZero();
    assertThat(records(SLOT)).isEmpty();
    send(0, 1, "k", "a");
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
  }

  @Test
  void aSlotBeforeItThatIsMissingIsNamed() throws Exception {
    landing().land(SLOT);
    assertThatThrownBy(() -> landing().land(SLOT.next().next()))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("slot " + SLOT.next() + " has not landed, but slot " + SLOT + " has");
    assertThatThrownBy(() -> landing().land(SLOT.previous()))
        .as("its records have landed")
        .isInstanceOf(BatchException.class);
    assertThatThrownBy(() -> landing().land(new Slot(SLOT.end(), Duration.ofMinutes(15)).next()))
        .as("slots of another length")
        .isInstanceOf(BatchException.class);
  }

  @Test
  void recordsThatKafkaNoLongerHasAreNotPassedOverInSilence() throws Exception {
    send(0, 1, "k", "a");
    landing().land(SLOT);
    send(0, 2, "k", "lost");
    send(0, 3, "k", "b");
    try (Admin admin = admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }
    assertThatThrownBy(() -> landing().land(SLOT.next()))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("partition 0 of topic " + topic + " has the offsets from 2 to 3")
        .hasMessageContaining("slot " + SLOT.next() + " begins with 1")
        .hasMessageContaining("--allow-data-loss");
    allowDataLoss = true;
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
    assertThat(landing().records(SLOT.next()).lost()).isEqualTo(1);
    assertThat(records(SLOT.next())).containsExactly("3 k b");
  }

  @Test
  void theFirstSlotSaysWhenTheLogBeginsIfNotWithItsFirstRecord() throws Exception {
    send(0, 1, "k", "lost");
    send(0, 2, "k", "a");
    send(1, 1, "k", "b");
    try (Admin admin = admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    landing().land(SLOT);
    landing().land(SLOT.next());
    assertThat(landing().records(SLOT).begin()).isEqualTo(2);
    assertThat(landing().records(SLOT.next()).begin()).isZero();
    assertThat(landing().isFirst(SLOT)).isTrue();
    assertThat(landing().isFirst(SLOT.next())).isFalse();
    assertThat(landing().earliest()).contains(SLOT);
  }

  @Test
  void anotherTopicIsNotTakenForTheOneBeforeAlsoWhereItHasTheOffsets() throws Exception {
    send(0, 1, "k", "landed");
    landing().land(SLOT);
    String before = topic;
    newTopic();
    for (int i = 0; i < 3; i++) {
      send(0, END, "k", "of the slot");
    }
    assertThatThrownBy(() -> landing().land(SLOT.next()))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("is another one (id " + id(topic))
        .hasMessageContaining("has landed from (id " + id(before))
        .hasMessageContaining("2026-11-20T10:25:00Z")
        .hasMessageEndingWith("--allow-data-loss");
    assertThat(landing().hasLanded(SLOT.next())).isFalse();
  }

  @Test
  void onDemandItGoesOnWithWhatAnotherTopicHasOfTheSlotAndOfTheDisorderBefore() throws Exception {
    for (int i = 0; i < 3; i++) {
      send(0, i, "k", "landed");
    }
    landing().land(SLOT);
    newTopic();
    long since = END - Duration.ofMinutes(5).toMillis();
    send(0, since - 1, "k", "landed, too");
    send(0, since, "k", "perhaps landed");
    send(0, END, "k", "of the slot");
    send(1, END, "k", "of the slot");
    allowDataLoss = true;
    assertThat(landing().land(SLOT.next())).isEqualTo(3);
    assertThat(records(SLOT.next()))
        .containsExactlyInAnyOrder(
            since + " k perhaps landed", END + " k of the slot", END + " k of the slot");
    send(0, SLOT.next().end().toEpochMilli(), "k", "of the next");
    allowDataLoss = false;
    assertThat(landing().land(SLOT.next().next())).isEqualTo(1);
  }

  @Test
  void aSlotOutOfFilesLeavesTheTopicThatTheLogGoesOnWith() throws Exception {
    send(0, 1, "k", "landed");
    landing().land(SLOT);
    Path file = Files.writeString(folder.resolve("some.jsonl"), "{}\n");
    land(SLOT.next(), file);
    newTopic();
    send(0, END, "k", "of another");
    assertThatThrownBy(() -> landing().land(SLOT.next().next()))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("is another one");
  }

  @Test
  void whereNothingIsLeftOfWhatLandedTheLogGoesOnBehindThePublishedSlot() throws Exception {
    send(0, 1, "k", "landed");
    landing().land(SLOT);
    FileSystem.getLocal(new Configuration())
        .delete(new org.apache.hadoop.fs.Path(directory, "landing"), true);
    published =
        slot ->
            slot.equals(SLOT)
                ? Optional.of(new LogEnd(id(topic), new TreeMap<>(Map.of(0, 1L, 1, 0L))))
                : Optional.empty();
    send(0, END, "k", "behind it");
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
    assertThat(records(SLOT.next())).containsExactly(END + " k behind it");
    assertThat(landing().isFirst(SLOT.next())).isFalse();
  }

  @Test
  void aLogThatHasFewerRecordsThanLandedGoesOnWithTheSlotsOwn() throws Exception {
    send(0, END - Duration.ofMinutes(5).toMillis() - 1, "k", "landed");
    send(0, END, "k", "of the slot");
    published =
        slot ->
            slot.equals(SLOT)
                ? Optional.of(new LogEnd(id(topic), new TreeMap<>(Map.of(0, 5L, 1, 0L))))
                : Optional.empty();
    assertThatThrownBy(() -> landing().land(SLOT.next()))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("has the offsets from 0 to 2")
        .hasMessageContaining("begins with 5");
    allowDataLoss = true;
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
    assertThat(records(SLOT.next())).containsExactly(END + " k of the slot");
  }

  @Test
  void filesAreKnownAgainByTheirRecords() throws Exception {
    Path file = Files.writeString(folder.resolve("some.jsonl"), "{\"a\":1}\n{\"b\":2}\n");
    assertThat(land(SLOT, file)).isEqualTo(2);
    Path copy = Files.copy(file, folder.resolve("copy.jsonl"));
    assertThat(land(SLOT, copy)).isEqualTo(2);
    for (String other : List.of("", "{\"a\":1}\n", "{\"a\":1}\n{\"b\":3}\n")) {
      Files.writeString(file, other);
      assertThatThrownBy(() -> land(SLOT, file))
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("has landed already")
          .hasMessageContaining("some.jsonl (2 records)");
    }
    assertThatThrownBy(() -> land(SLOT, copy, copy)).hasMessageContaining("has landed already");
    assertThat(landing().land(SLOT)).as("whatever it landed out of").isEqualTo(2);
  }

  private long land(Slot slot, Path... files) throws Exception {
    List<BeaconFile> inputs =
        Arrays.stream(files).map(file -> new BeaconFile(file.toString())).toList();
    return landing().land(slot, inputs, false, bytes -> {});
  }

  @Test
  void whatAnAttemptThatDiedHasLeftGoesAlsoWhereTheSlotHasLanded() throws Exception {
    send(0, 1, "k", "a");
    landing().land(SLOT);
    Path remains = folder.resolve("landing").resolve(SLOT.folder()).resolve("attempt-dead");
    Files.createDirectories(remains);
    Files.writeString(remains.resolve("part.seq"), "half");
    assertThat(landing().land(SLOT)).isEqualTo(1);
    assertThat(remains).doesNotExist();
    assertThat(records(SLOT)).containsExactly("1 k a");
  }

  @Test
  void whatALaterReleaseSaysOfASlotIsRefused() throws Exception {
    landing().land(SLOT);
    Path path = folder.resolve("landing").resolve(SLOT.folder()).resolve("landed.json");
    PublishedFile file =
        new PublishedFile(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(path.toString()));
    String text = new String(file.read().orElseThrow(), UTF_8);
    file.remove();
    file.publish(text.replace("\"form\" : 1", "\"form\" : 2").getBytes(UTF_8));
    assertThatThrownBy(() -> landing().land(SLOT))
        .hasMessageContaining("landed.json can't be read: it has form 2")
        .hasMessageContaining("use the release that wrote it");
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoDamage() throws Exception {
    send(0, 1, "k", "a");
    landing().land(SLOT);
    Configuration faulty = new Configuration();
    faulty.set("fs.file.impl", FaultyFiles.class.getName());
    faulty.setBoolean("fs.file.impl.disable.cache", true);
    Path path =
        folder.resolve(files().stream().filter(f -> f.endsWith(".seq")).findFirst().orElseThrow());
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path.toString());
    RecordFiles records = new RecordFiles(faulty);
    LandedFile landed =
        records.write(
            path.getParent().toString(),
            path.getFileName().toString(),
            0,
            List.of(new LandedRecord(0, 1, new byte[0], new byte[0])).iterator());
    FaultyFiles.fail("open", path.getFileName().toString(), 1);
    assertThatThrownBy(() -> records.readable(file, landed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.getFileName().toString())
        .hasMessageContaining("remove it");
    assertThat(records.readable(file, landed)).isEqualTo(1);
    Files.delete(path);
    assertThat(records.readable(file, landed)).isZero();
  }

  @Test
  void aRecordFromTheFutureHoldsNothingUp() throws Exception {
    send(0, now.toEpochMilli() + 1, "k", "from the future");
    assertThat(landing().land(SLOT)).isEqualTo(1);
    send(0, END, "k", "behind it");
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
    assertThat(records(SLOT.next())).containsExactly(END + " k behind it");
  }

  @Test
  void aRecordFromTheFutureThatIsPastByNowHoldsNothingUpEither() throws Exception {
    // Kafka's index of timestamps knows it as the first from each of these ends on.
    now = SLOT.end();
    send(0, END + Duration.ofMinutes(80).toMillis(), "k", "from the future");
    assertThat(landing().land(SLOT)).isEqualTo(1);
    now = SLOT.end().plus(Duration.ofHours(2));
    send(0, END + 1, "k", "of the next slot");
    send(0, END + Duration.ofMinutes(31).toMillis(), "k", "of the slot after");
    send(0, END + 2, "k", "behind it in the log");
    landing().land(SLOT.next());
    landing().land(SLOT.next().next());
    assertThat(records(SLOT.next())).containsExactly(END + 1 + " k of the next slot");
    assertThat(records(SLOT.next().next()))
        .containsExactly(
            END + Duration.ofMinutes(31).toMillis() + " k of the slot after",
            END + 2 + " k behind it in the log");
  }

  @Test
  void theLastSlotOfAllHasAllThatIsInTheLog() throws Exception {
    send(0, END - 1, "k", "a");
    landing().land(SLOT);
    landing().requireEndOfLog(SLOT);
    send(1, END - 1, "k", "b");
    assertThatThrownBy(() -> landing().requireEndOfLog(SLOT))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("the log has 1 records behind it");
  }

  @Test
  void aPartitionThatIsAddedBeginsAtItsBeginning() throws Exception {
    send(0, 1, "k", "a");
    landing().land(SLOT);
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    }
    send(2, 2, "k", "b");
    assertThat(landing().land(SLOT.next())).isEqualTo(1);
    assertThat(records(SLOT.next())).containsExactly("2 k b");
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get();
      send(3, 3, "k", "lost");
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 3), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    assertThatThrownBy(() -> landing().land(SLOT.next().next()))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("partition 3 of topic " + topic + " has the offsets from 1 to 1");
  }

  @Test
  void aFileThatIsCutOffIsNamed() throws Exception {
    for (int i = 0; i < 2000; i++) {
      send(0, i, "k" + i, "beacon " + i);
    }
    landing().land(SLOT);
    Path file =
        folder.resolve(files().stream().filter(f -> f.endsWith(".seq")).findFirst().orElseThrow());
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> records(SLOT))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(SparkException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  void onHdfsALandingThatSafeModeStoppedIsDoneAgain() throws Exception {
    MiniDFSCluster hdfs = SharedHdfs.get();
    directory = hdfs.getURI() + "/" + topic;
    send(0, 1, "k", "a");
    send(1, 2, "k", "b");
    hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      assertThatThrownBy(() -> landing().land(SLOT)).rootCause().hasMessageContaining("safe mode");
    } finally {
      hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
    assertThat(landing().land(SLOT)).isEqualTo(2);
    hdfs.restartNameNode(true);
    assertThat(landing().land(SLOT)).isEqualTo(2);
    assertThat(records(SLOT)).containsExactlyInAnyOrder("1 k a", "2 k b");
  }

  @Test
  void aMissingTopicIsNamed() {
    topic = "no-such";
    assertThatThrownBy(() -> landing().land(SLOT))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("has no topic no-such")
        .hasMessageContaining("variometer.kafka.topics.beacons");
  }

  private Landing landing() throws IOException {
    return new Landing(
        spark,
        VariometerConfig.from(
            VariometerConfig.load(
                Optional.empty(),
                Map.of(
                    "variometer.kafka.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "variometer.kafka.topics.beacons",
                    topic,
                    "variometer.batch.directory",
                    directory))),
        () -> {},
        published,
        allowDataLoss,
        () -> now);
  }

  private List<String> records(Slot slot) throws Exception {
    return landing()
        .records(slot)
        .records()
        .map(
            record ->
                record.timestamp()
                    + " "
                    + new String(record.key(), UTF_8)
                    + " "
                    + new String(record.value(), UTF_8))
        .collect();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private void send(int partition, long timestamp, String key, String value) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topic,
                partition,
                timestamp,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8)))
        .get();
  }

  private static String id(String topic) {
    try (Admin admin = admin()) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .topicId()
          .toString();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }
}
