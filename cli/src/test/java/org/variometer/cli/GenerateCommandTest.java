package org.variometer.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate} (spec §9): traffic whose truth {@code metrics} finds. */
class GenerateCommandTest {
  private static final int SECONDS = 40;

  @TempDir private Path folder;

  @Test
  void theTruthNeverReplacesTheBeacons() {
    Path output = folder.resolve("same.jsonl");
    Run run = Run.of("generate", "--events", "10", "-o", output, "--truth", output);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString().contains("--truth: " + output);
    assertThat(output).doesNotExist();
  }

  @Test
  void metricsFindsTheTruthOfWhatWasGenerated() throws IOException {
    Path beacons = folder.resolve("beacons.jsonl");
    Run generated = Run.of("generate", "--events", 5000, "--seed", 7, "--output", beacons);
    assertThat(generated.exitCode()).isZero();
    assertThat(generated.out()).isEmpty();
    Path truthFile = folder.resolve("beacons.jsonl.truth.json");
    assertThat(generated.err()).contains(truthFile.toString());
    Config truth = ConfigFactory.parseFile(truthFile.toFile());

    assertThat(accounting(Run.of("metrics", beacons)))
        .isEqualTo(truth.getConfig("accounting.batch"));
    assertThat(accounting(Run.of("metrics", "--as-stream", beacons)))
        .isEqualTo(truth.getConfig("accounting.stream"));
  }

  @Test
  void theSameSeedGivesTheSameBytesInAnyForm() throws IOException {
    Path plain = folder.resolve("plain.jsonl");
    Path compressed = folder.resolve("compressed.jsonl.gz");
    Run.of("generate", "--events", 300, "-o", plain);
    Run.of("generate", "--events", 300, "-o", compressed);
    Run printed = Run.of("generate", "--events", 300);
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out().lines()).hasSize(300);
    assertThat(Files.readString(plain)).isEqualTo(printed.out());
    assertThat(Run.of("metrics", compressed)).isEqualTo(Run.of("metrics", plain));
    assertThat(Run.of("generate", "--events", 300, "--seed", 2).out()).isNotEqualTo(printed.out());
  }

  @Test
  void theTruthGoesWhereItIsTold() {
    Path truth = folder.resolve("truth.json");
    Run run = Run.of("generate", "--events", 10, "--truth", truth);
    assertThat(run.out().lines()).hasSize(10);
    assertThat(ConfigFactory.parseFile(truth.toFile()).getLong("events")).isEqualTo(10);
  }

  @Test
  void theConfigurationAndOptionsOnTopOfItDecide() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("my.conf"),
            "variometer.generate { events = 20, start = \"2030-01-01T00:00:00Z\" }");
    assertThat(Run.of("generate", "--config", config).out().lines()).hasSize(20);
    assertThat(Run.of("generate", "--config", config, "--events", 5).out().lines()).hasSize(5);
    assertThat(Run.of("generate", "-Dvariometer.generate.events=6").out().lines()).hasSize(6);
  }

  @Test
  void wrongSettingsAreALineEach() {
    Run run = Run.of("generate", "--events", 0, "--start", "now", "--span", "99d");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(4);
    assertThat(run.errors().subList(1, 4))
        .anyMatch(line -> line.contains("events = 0: allowed is 1 to 2000000000"))
        .anyMatch(line -> line.contains("start = \"now\""))
        .anyMatch(line -> line.contains("span"));
  }

  @Test
  void aRateBelowOneIsWrongUsage() {
    Run run = Run.of("generate", "--rate", 0);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).containsExactly("variometer: --rate: 0; expected a number from 1");
  }

  @Test
  void aFolderThatIsNotThereIsOneLine() {
    Path file = folder.resolve("missing/beacons.jsonl");
    Run run = Run.of("generate", "--events", 10, "--output", file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).containsExactly("variometer: " + file + ": no such file or folder");
  }

  @Test
  void outputIntoAFolderIsOneLine() {
    Run run = Run.of("generate", "--events", 10, "--output", folder);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("variometer: " + folder + ": ");
  }

  @Test
  void pacedRecordsAreTheSame() {
    // At this rate the wait is a millisecond at most.
    assertThat(Run.of("generate", "--events", 1000, "--rate", 1_000_000).out())
        .isEqualTo(Run.of("generate", "--events", 1000).out());
  }

  @Test
  void kafkaGetsTheRecordsThatAFileGets() throws IOException {
    Path file = folder.resolve("beacons.jsonl");
    Run.of("generate", "--events", 2000, "-o", file);
    String sentTopic = SharedKafka.newTopic();
    List<Object> send = new ArrayList<>(List.of("send", file));
    send.addAll(SharedKafka.options(sentTopic));
    assertThat(Run.of(send.toArray()).exitCode()).isZero();

    String topic = SharedKafka.newTopic();
    Path truth = folder.resolve("truth.json");
    List<Object> args =
        new ArrayList<>(List.of("generate", "--kafka", "--events", 2000, "--truth", truth));
    args.addAll(SharedKafka.options(topic));
    Run run = Run.of(args.toArray());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(2);
    assertThat(run.errors().get(0)).startsWith("variometer: sent 2000 records to the topic ");
    assertThat(truth).hasSameTextualContentAs(folder.resolve("beacons.jsonl.truth.json"));
    // The arrival of what is no beacon, only the generator knows.
    assertThat(keysAndValues(topic)).isEqualTo(keysAndValues(sentTopic));
    List<String> arrivals = arrivals(topic);
    assertThat(arrivals).isSorted();
    assertThat(arrivals).hasSize(2000);
  }

  @Test
  void kafkaAndAFileAreTwoPlaces() {
    Run run = Run.of("generate", "--kafka", "-o", folder.resolve("beacons.jsonl"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString().contains("--kafka and --output: ");
  }

  @Test
  void aTruthOfAnEarlierRunDoesNotStayBesideOtherBeacons() throws IOException {
    Path truth = Files.writeString(folder.resolve("beacons.jsonl.truth.json"), "{}");
    Path output = Files.createDirectory(folder.resolve("beacons.jsonl"));
    assertThat(Run.of("generate", "--events", 10, "-o", output).exitCode()).isEqualTo(1);
    assertThat(truth).doesNotExist();
  }

  @Test
  void ctrlCLeavesWholeLinesAndSaysThatThereIsNoTruthOfThem() throws Exception {
    // A pipe shows that the command is writing.
    Path file = folder.resolve("beacons.jsonl");
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    try (Child child = Child.of("generate", "--rate", 1000, "-o", file);
        BufferedReader written = Files.newBufferedReader(file, ISO_8859_1)) {
      for (int i = 0; i < 5; i++) {
        assertThat(written.readLine()).isNotNull();
      }
      child.interrupt();
      List<String> rest = written.lines().toList();
      assertThat(child.process().waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(child.process().exitValue()).isEqualTo(1);
      assertThat(child.process().inputReader(UTF_8).lines())
          .containsExactly(
              "variometer: stopped after "
                  + (5 + rest.size())
                  + " of 200000 records, which are in "
                  + file
                  + "; there is no truth of a part");
      assertThat(folder.resolve("beacons.jsonl.truth.json")).doesNotExist();
    }
  }

  @Test
  void ctrlCWhileKafkaTakesRecordsSaysHowManyItHas() throws Exception {
    String topic = SharedKafka.newTopic();
    List<Object> args = new ArrayList<>(List.of("generate", "--kafka", "--rate", 1000));
    args.addAll(SharedKafka.options(topic));
    try (Child child = Child.of(args.toArray())) {
      while (SharedKafka.log(topic).isEmpty()) {
        assertThat(child.process().isAlive()).isTrue();
      }
      child.interrupt();
      assertThat(child.process().waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(child.process().exitValue()).isEqualTo(1);
      int records = SharedKafka.log(topic).size();
      List<String> lines = child.process().inputReader(UTF_8).lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0)).contains(" sent " + records + " records ");
      assertThat(lines.get(1))
          .isEqualTo(
              "variometer: stopped after "
                  + records
                  + " of 200000 records; there is no truth of a part");
    }
  }

  private static List<String> keysAndValues(String topic) throws IOException {
    return SharedKafka.log(topic).stream()
        .map(record -> record.substring(record.indexOf(' ')))
        .toList();
  }

  private static List<String> arrivals(String topic) throws IOException {
    return SharedKafka.log(topic).stream()
        .map(record -> record.substring(0, record.indexOf(' ')))
        .toList();
  }

  private static Config accounting(Run run) {
    assertThat(run.exitCode()).isZero();
    return ConfigFactory.parseString(run.accounting());
  }
}
