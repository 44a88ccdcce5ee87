package org.variometer.quickstart.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.config.KafkaSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.Samples;
import org.variometer.quickstart.generator.TrafficGenerator;

/** What is sent is what the files say, in a real Kafka. */
class FileSenderTest {
  private static final long NOON = 1_795_176_000_000L;
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  @Test
  void everyLineArrivesAsItIsWithItsKeyAndWhatTheStreamSaysOfItIsWhatTheFileSays()
      throws Exception {
    List<String> lines = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    Path file = traffic(lines, keys);
    KafkaSettings settings = SharedKafka.newTopic();
    send(settings, file);

    List<ConsumerRecord<byte[], byte[]>> log = log(settings);
    assertInOrder(log, lines, keys);
    VariometerConfig config =
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()));
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    for (ConsumerRecord<byte[], byte[]> record : log) {
      byte[] value = record.value();
      assertThat(decoder.decode(value, 0, value.length, record.timestamp()))
          .isEqualTo(decoder.decodeLine(value, 0, value.length));
    }
  }

  @Test
  void everyLineArrivesOnceAndInOrderAlthoughTheBrokerIsKilledAndStartedAgain() throws Exception {
    List<String> lines = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    Path file = traffic(lines, keys);
    KafkaSettings settings = SharedKafka.newTopic();
    int[] passed = {0};
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      new FileSender(
              sender,
              () -> {
                passed[0]++;
                if (passed[0] == 5_000) {
                  sender.flush();
                } else if (passed[0] == 7_000) {
                  SharedKafka.get().kill();
                } else if (passed[0] == 15_000) {
                  SharedKafka.get().start();
                }
              })
          .send(List.of(new BeaconFile(file.toString())), bytes -> {});
      assertThat(sender.sent()).isEqualTo(lines.size());
    }
    assertInOrder(log(settings), lines, keys);
  }

  @Test
  void aBrokerThatDiedStillKnowsWhatItHasOfRecordsThatAreDaysOld() throws Exception {
    KafkaSettings settings = SharedKafka.newTopic();
    long daysAgo = System.currentTimeMillis() - Duration.ofDays(20).toMillis();
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      new FileSender(sender)
          .send(
              List.of(new BeaconFile(write(beacon("s", daysAgo) + "\n").toString())), bytes -> {});
      Set<Long> senders = senders(settings);
      assertThat(senders).hasSize(1);
      SharedKafka.get().kill();
      SharedKafka.get().start();
      assertThat(senders(settings)).isEqualTo(senders);
    }
  }

  private static Set<Long> senders(KafkaSettings settings) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
      List<TopicPartition> partitions =
          IntStream.range(0, SharedKafka.PARTITIONS)
              .mapToObj(partition -> new TopicPartition(settings.beacons(), partition))
              .toList();
      return admin.describeProducers(partitions).all().get().values().stream()
          .flatMap(state -> state.activeProducers().stream())
          .map(ProducerState::producerId)
          .collect(Collectors.toSet());
    }
  }

  @Test
  void linesOfCompressedAndOtherFilesAreSentWithoutTheirEnds() throws Exception {
    Path compressed = folder.resolve("a.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write((beacon("s", NOON) + "\r\n\r\n\n").getBytes(UTF_8));
    }
    Path plain = write(beacon("s", NOON + 1) + "\n \nnone");
    KafkaSettings settings = SharedKafka.newTopic();
    send(settings, compressed, plain);
    assertThat(log(settings))
        .extracting(r -> r.timestamp() + " " + new String(r.value(), UTF_8))
        .containsExactlyInAnyOrder(
            NOON + " " + beacon("s", NOON),
            NOON + 1 + " " + beacon("s", NOON + 1),
            NOON + 1 + "  ",
            NOON + 1 + " none");
  }

  @Test
  void whatHasNoArrivalTakesThatOfTheLineBeforeOrOfTheFirstThatHasOne() throws Exception {
    Path file =
        write("x1\n\nx2\n" + beacon("s", NOON) + "\nx3\n" + beacon("s", NOON + 9) + "\nx4\n");
    KafkaSettings settings = SharedKafka.newTopic();
    send(settings, file);
    assertThat(log(settings))
        .filteredOn(record -> record.key() == null)
        .extracting(record -> new String(record.value(), UTF_8) + " " + record.timestamp())
        .containsExactlyInAnyOrder("x1 " + NOON, "x2 " + NOON, "x3 " + NOON, "x4 " + (NOON + 9));
  }

  @Test
  void whereNothingHasAnArrivalItIsNow() throws Exception {
    KafkaSettings settings = SharedKafka.newTopic();
    long before = System.currentTimeMillis();
    send(settings, write("x1\nx2\n"));
    assertThat(log(settings))
        .hasSize(2)
        .allMatch(r -> r.timestamp() >= before && r.timestamp() <= System.currentTimeMillis());
  }

  @Test
  void manyLinesWithoutArrivalDoNotWaitForever() throws Exception {
    KafkaSettings settings = SharedKafka.newTopic();
    send(settings, write("x\n".repeat(100_000) + beacon("s", NOON)));
    assertThat(log(settings)).hasSize(100_001);
  }

  @Test
  void linesTooLongForTheTopicAreNamedAndAllOthersArriveInOrder() throws Exception {
    List<String> sizes = new ArrayList<>();
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      int padding =
          switch (i) {
            case 20 -> 300 << 10; // oversized for the stream
            case 60, 61, 140 -> 2 * MEBIBYTE; // too long for the topic
            case 100 -> 17 * MEBIBYTE; // too long for anything
            default -> 10;
          };
      content.append(noise(i, padding)).append('\n');
      if (padding < MEBIBYTE) {
        sizes.add(NOON + i + ": " + padding);
      }
    }
    Path file = write(content.toString());
    KafkaSettings settings = SharedKafka.newTopic();
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      new FileSender(sender).send(List.of(new BeaconFile(file.toString())), bytes -> {});
      assertThat(sender.sent()).isEqualTo(196);
      assertThat(sender.refused()).isEqualTo(4);
      assertThat(sender.refusals())
          .allMatch(refusal -> refusal.startsWith(file + " line "))
          .anyMatch(refusal -> refusal.contains(" line 61: 2097"))
          .anyMatch(refusal -> refusal.contains(" line 62: 2097"))
          .anyMatch(refusal -> refusal.contains(" line 101: longer than 16777216 bytes"))
          .anyMatch(refusal -> refusal.contains(" line 141: 2097"));
    }
    int overhead = noise(0, 0).length();
    assertThat(log(settings))
        .extracting(record -> record.timestamp() + ": " + (record.value().length - overhead))
        .containsExactlyElementsOf(sizes);
  }

  @Test
  void aLineThatCompressesWellArrivesWhateverItsLength() throws Exception {
    KafkaSettings settings = SharedKafka.newTopic();
    String line = beacon("s", NOON).replace("{", "{" + " ".repeat(3 * MEBIBYTE));
    send(settings, write(line));
    assertThat(log(settings)).singleElement().matches(r -> r.value().length == line.length());
  }

  @Test
  void linesFarFromTheOrderOfArrivalAreCounted() throws Exception {
    Path file =
        write(
            beacon("a", NOON + 300_000)
                + "\n"
                + beacon("b", NOON)
                + "\n"
                + beacon("c", NOON - 1)
                + "\n");
    try (BeaconSender sender = BeaconSender.connect(SharedKafka.newTopic())) {
      FileSender lines = new FileSender(sender);
      lines.send(List.of(new BeaconFile(file.toString())), bytes -> {});
      assertThat(lines.disordered()).isEqualTo(1);
    }
  }

  @Test
  void aTopicThatSetsItsOwnTimeIsNoticed() throws Exception {
    KafkaSettings settings =
        SharedKafka.newTopic(Map.of("message.timestamp.type", "LogAppendTime"), Map.of());
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      new FileSender(sender)
          .send(List.of(new BeaconFile(write(beacon("s", NOON) + "\n").toString())), bytes -> {});
      assertThat(sender.retimed()).isEqualTo(1);
    }
  }

  @Test
  void aRecordWhoseTimeTheTopicRefusesEndsTheSendingWithItsLine() throws Exception {
    KafkaSettings settings =
        SharedKafka.newTopic(Map.of("message.timestamp.before.max.ms", "1000"), Map.of());
    Path file = write(beacon("s", NOON - 86_400_000L * 365) + "\n");
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      FileSender lines = new FileSender(sender);
      assertThatThrownBy(() -> lines.send(List.of(new BeaconFile(file.toString())), bytes -> {}))
          .isInstanceOf(SendException.class)
          .hasMessageContaining("did not take " + file + " line 1 into the topic");
      assertThat(sender.sent()).isZero();
    }
  }

  @Test
  void aBrokerThatStaysAwayEndsTheSendingInBoundedTime() throws Exception {
    KafkaSettings settings =
        SharedKafka.newTopic(
            Map.of(),
            Map.of(
                "delivery.timeout.ms", "1500",
                "request.timeout.ms", "1000",
                "max.block.ms", "1500"));
    Path file = write((beacon("s", NOON) + "\n").repeat(100));
    int[] passed = {0};
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      FileSender lines =
          new FileSender(
              sender,
              () -> {
                passed[0]++;
                if (passed[0] == 11) {
                  sender.flush();
                  SharedKafka.get().kill();
                }
              });
      assertThatThrownBy(() -> lines.send(List.of(new BeaconFile(file.toString())), bytes -> {}))
          .isInstanceOf(SendException.class)
          .hasMessageContaining("Kafka at " + settings.bootstrapServers() + " did not take ")
          .hasMessageContaining(file + " line 11 ");
      assertThat(sender.sent()).isEqualTo(10);
    } finally {
      SharedKafka.get().start();
    }
    assertThat(log(settings)).hasSize(10);
  }

  /**
   * Disturbed traffic of the last hours in a file; the lines as Latin-1, so that every byte is
   * kept.
   */
  private Path traffic(List<String> lines, List<String> keys) throws IOException {
    Path file = folder.resolve("traffic.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      GeneratorSettings settings = Samples.stormy().withEvents(20_000);
      new TrafficGenerator(settings.withTime(Instant.now().minus(settings.span()), settings.span()))
          .run(
              (arrival, sessionId, buffer, offset, length) -> {
                out.write(buffer, offset, length);
                out.write('\n');
                lines.add(new String(buffer, offset, length, ISO_8859_1));
                keys.add(sessionId);
              });
    }
    return file;
  }

  /** The partitions are the lines, those of a key in one partition and in their order. */
  private static void assertInOrder(
      List<ConsumerRecord<byte[], byte[]>> log, List<String> lines, List<String> keys) {
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      expected.computeIfAbsent(keys.get(i), key -> new ArrayList<>()).add(lines.get(i));
    }
    Map<String, List<String>> found = new TreeMap<>();
    Map<String, Integer> partitions = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : log) {
      String key = record.key() == null ? "" : new String(record.key(), UTF_8);
      found
          .computeIfAbsent(key, none -> new ArrayList<>())
          .add(new String(record.value(), ISO_8859_1));
      if (record.key() != null) {
        assertThat(partitions.merge(key, record.partition(), (a, b) -> a))
            .isEqualTo(record.partition());
      }
    }
    // Records without a key have no order.
    expected.get("").sort(null);
    found.get("").sort(null);
    assertThat(found).isEqualTo(expected);
  }

  private static void send(KafkaSettings settings, Path... files) throws IOException {
    try (BeaconSender sender = BeaconSender.connect(settings)) {
      new FileSender(sender)
          .send(
              Arrays.stream(files).map(file -> new BeaconFile(file.toString())).toList(),
              bytes -> {});
      assertThat(sender.refusals()).isEmpty();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> log(KafkaSettings settings)
      throws IOException {
    return SharedKafka.get().records(settings.beacons());
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("beacons.jsonl"), content);
  }

  private static String beacon(String session, long timestamp) {
    return "{\"beaconId\":\"b\",\"sessionId\":\"%s\",\"visitorId\":\"v\",\"type\":\"pageView\",\"timestamp\":%d}"
        .formatted(session, timestamp);
  }

  /** A beacon that does not compress. */
  private static String noise(int number, int length) {
    Random random = new Random(number);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('0' + random.nextInt(75)));
    }
    String padding = text.toString().replace('\\', '!');
    return beacon("s", NOON + number).replace("{", "{\"noise\":\"" + padding + "\",");
  }
}
