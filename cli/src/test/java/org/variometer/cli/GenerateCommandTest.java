package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate} (spec §9): traffic whose truth {@code metrics} finds. */
class GenerateCommandTest {
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

  private static Config accounting(Run run) {
    assertThat(run.exitCode()).isZero();
    return ConfigFactory.parseString(run.accounting());
  }
}
