package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} (spec §9): what it says and how it ends. */
class SendCommandTest {
  private static final long NOON = 1_795_176_000_000L;
  private static final int SECONDS = 40;

  @TempDir private Path folder;

  @Test
  void sendsFilesInTheirOrderAndSaysHowMany() throws IOException {
    Path first = write("a.jsonl", beacon("s1", NOON, "") + "\n" + beacon("s2", NOON + 1, ""));
    Path second = write("b.jsonl", beacon("s1", NOON + 2, ",\"receivedAt\":" + (NOON + 3)) + "\n");
    String topic = SharedKafka.newTopic();
    Run run = send(topic, first, second);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.errors())
        .singleElement()
        .asString()
        .matches(
            "variometer: sent 3 records to the topic "
                + topic
                + " of Kafka at 127\\.0\\.0\\.1:\\d+ in \\d+\\.\\d s \\(\\d+ a second\\)");
    assertThat(SharedKafka.log(topic))
        .containsExactly(
            NOON + " s1 " + beacon("s1", NOON, ""),
            NOON + 1 + " s2 " + beacon("s2", NOON + 1, ""),
            NOON + 3 + " s1 " + beacon("s1", NOON + 2, ",\"receivedAt\":" + (NOON + 3)));
  }

  @Test
  void sendsStandardInput() throws IOException {
    String topic = SharedKafka.newTopic();
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream((beacon("s", NOON, "") + "\nx\n").getBytes(UTF_8)));
      assertThat(send(topic, "-").exitCode()).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(SharedKafka.log(topic))
        .containsExactly(NOON + " s " + beacon("s", NOON, ""), NOON + "  x");
  }

  @Test
  void pacedRecordsAreTheSame() throws IOException {
    Path file = write("a.jsonl", (beacon("s", NOON, "") + "\n").repeat(1000));
    String topic = SharedKafka.newTopic();
    // At this rate the wait is a millisecond at most.
    assertThat(send(topic, "--rate", 1_000_000, file).exitCode()).isZero();
    assertThat(SharedKafka.log(topic)).hasSize(1000);
  }

  @Test
  void whatTheTopicDoesNotTakeIsALineEachAndFailsTheCommand() throws IOException {
    String tooLong =
        new Random(1)
            .ints(2 << 20, 'a', 'z' + 1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    Path file =
        write("a.jsonl", beacon("s", NOON, "") + "\n" + tooLong + "\n" + beacon("s", NOON + 1, ""));
    String topic = SharedKafka.newTopic();
    Run run = send(topic, file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(0))
        .isEqualTo(
            "variometer: not sent: "
                + file
                + " line 2: 2097152 bytes are more than the topic "
                + topic
                + " takes (max.message.bytes)");
    assertThat(run.errors().get(1)).contains(" sent 2 records ").endsWith("; not sent: 1");
    assertThat(SharedKafka.log(topic)).hasSize(2);
  }

  @Test
  void disorderIsSaid() throws IOException {
    Path file =
        write("a.jsonl", beacon("s", NOON, "") + "\n" + beacon("s", NOON - 300_001, "") + "\n");
    Run run = send(SharedKafka.newTopic(), file);
    assertThat(run.exitCode()).isZero();
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(0)).startsWith("variometer: 1 records arrived more than 5 minutes");
  }

  @Test
  void aFileThatBreaksInTheMiddleSaysHowManyWereSentBefore() throws IOException {
    Path whole = write("a.jsonl", beacon("s", NOON, "") + "\n");
    Path broken = write("b.jsonl.gz", "{}\n");
    Run run = send(SharedKafka.newTopic(), whole, broken);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(0)).contains(" sent 1 records ");
    assertThat(run.errors().get(1))
        .startsWith("variometer: " + broken + ": ")
        .containsIgnoringCase("gzip");
  }

  @Test
  void aFileThatIsNotThereIsNamedBeforeAnythingIsSent() throws IOException {
    Path missing = folder.resolve("missing.jsonl");
    String topic = SharedKafka.newTopic();
    Run run = send(topic, write("a.jsonl", beacon("s", NOON, "")), missing);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).containsExactly("variometer: " + missing + ": no such file");
    assertThat(SharedKafka.log(topic)).isEmpty();
  }

  @Test
  void aRateBelowOneIsWrongUsage() {
    Run run = Run.of("send", "--rate", 0, "-");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).containsExactly("variometer: --rate: 0; expected a number from 1");
  }

  @Test
  void aTopicThatIsNotThereIsNamedWithHowToCreateIt() throws IOException {
    Run run = send("no-such-topic", write("a.jsonl", "x"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(0))
        .contains(" has no topic no-such-topic; ")
        .contains("variometer.kafka.topics.beacons");
    assertThat(run.errors().get(1)).contains("kafka-topics.sh --create --topic no-such-topic ");
  }

  @Test
  @Timeout(SECONDS)
  void aKafkaThatDoesNotAnswerIsNamedWithTheKeyThatSaysWhereItIs() throws IOException {
    Path file = write("a.jsonl", "x");
    // Takes connections and answers none.
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + mute.getLocalPort();
      long begun = System.nanoTime();
      Run run =
          Run.of(
              "send",
              "-Dvariometer.kafka.bootstrap-servers=" + address,
              "-Dvariometer.kafka.properties.\"default.api.timeout.ms\"=1000",
              "-Dvariometer.kafka.properties.\"request.timeout.ms\"=1000",
              file);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors())
          .containsExactly(
              "variometer: Kafka at "
                  + address
                  + " does not answer (nothing came in time); start it (./variometer services), or"
                  + " say where it is: variometer.kafka.bootstrap-servers");
    }
  }

  @Test
  void aHostThatIsNotThereIsNamed() throws IOException {
    Run run =
        Run.of(
            "send",
            "-Dvariometer.kafka.bootstrap-servers=nowhere.invalid:9092",
            write("a.jsonl", "x"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0))
        .startsWith("variometer: Kafka at nowhere.invalid:9092 does not answer (no such host); ");
  }

  @Test
  void aWrongPropertyOfKafkasIsAnErrorOfTheConfiguration() throws IOException {
    Run run =
        Run.of("send", "-Dvariometer.kafka.properties.\"retries\"=many", write("a.jsonl", "x"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(1))
        .startsWith("  variometer.kafka.properties: Invalid value many for configuration retries");
  }

  @Test
  void ctrlCSaysHowManyWereSentAlsoWhileItWaitsForStandardInput() throws Exception {
    String topic = SharedKafka.newTopic();
    List<Object> args = new ArrayList<>(List.of("send", "--progress", "-"));
    args.addAll(SharedKafka.options(topic));
    try (Child child = Child.of(args.toArray())) {
      OutputStream input = child.process().getOutputStream();
      input.write((beacon("s", NOON, "") + "\n").repeat(3).getBytes(UTF_8));
      input.flush();
      while (SharedKafka.log(topic).size() < 3) {
        assertThat(child.process().isAlive()).isTrue();
      }
      child.interrupt();
      assertThat(child.process().waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      List<String> lines = child.process().inputReader(UTF_8).lines().toList();
      assertThat(child.process().exitValue()).isEqualTo(1);
      assertThat(lines.get(lines.size() - 2)).contains(" sent 3 records ");
      assertThat(lines.get(lines.size() - 1)).isEqualTo("variometer: stopped before the end");
      assertThat(String.join("\n", lines)).contains("beacons").contains("MB");
    }
  }

  private static Run send(String topic, Object... args) throws IOException {
    List<Object> all = new ArrayList<>(List.of("send"));
    all.addAll(SharedKafka.options(topic));
    all.addAll(List.of(args));
    return Run.of(all.toArray());
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String beacon(String session, long timestamp, String more) {
    return "{\"beaconId\":\"b\",\"sessionId\":\"%s\",\"visitorId\":\"v\",\"type\":\"pageView\",\"timestamp\":%d%s}"
        .formatted(session, timestamp, more);
  }
}
