package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code metrics} (spec §9): CSV on standard output, accounting on standard error's last line. */
class MetricsCommandTest {
  private static final Path CASES = Path.of("../sessionization-lib/src/test/resources/cases");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"01-one-visit", "16-rejected", "21-odd-names"})
  void printsTheBatchsMetricsAndTheAccounting(String example) throws IOException {
    Run run = Run.of("metrics", CASES.resolve(example).resolve("beacons.jsonl"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(CASES.resolve(example).resolve("batch.csv")));
    assertSameJson(run.accounting(), CASES.resolve(example).resolve("batch.accounting.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"23-stream-cut-by-arrival", "24-stream-piece-bridged-by-a-duplicate"})
  void printsTheStreamsMetrics(String example) throws IOException {
    Run run = Run.of("metrics", "--as-stream", CASES.resolve(example).resolve("beacons.jsonl"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(CASES.resolve(example).resolve("stream.csv")));
    assertSameJson(run.accounting(), CASES.resolve(example).resolve("stream.accounting.json"));
  }

  @Test
  void takesAConfiguration() throws IOException {
    Path example = CASES.resolve("25-quarantine");
    Run run =
        Run.of(
            "metrics",
            "--config",
            example.resolve("variometer.conf"),
            example.resolve("beacons.jsonl"));
    assertThat(run.out()).isEqualTo(Files.readString(example.resolve("batch.csv")));
  }

  @Test
  void anOptionOverridesTheConfiguration() {
    Path example = CASES.resolve("25-quarantine");
    for (List<Object> args :
        List.<List<Object>>of(
            List.of("-Dvariometer.session.max-beacons=5000", "metrics"),
            List.of("metrics", "-Dvariometer.session.max-beacons=5000"))) {
      List<Object> all = new ArrayList<>(args);
      all.addAll(
          List.of(
              "--config", example.resolve("variometer.conf"), example.resolve("beacons.jsonl")));
      assertThat(Run.of(all.toArray()).accounting()).contains("\"quarantined\":0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5"})
  void threadsAreAtLeastOne(String threads) {
    Run run = Run.of("metrics", "--threads", threads, CASES.resolve("01-one-visit/beacons.jsonl"));
    assertOneLine(run, 2);
    assertThat(run.errors().get(0)).contains("--threads: " + threads);
  }

  @Test
  void severalFilesAreOneSetOfBeacons() throws IOException {
    Path beacons = CASES.resolve("01-one-visit/beacons.jsonl");
    List<String> lines = Files.readAllLines(beacons);
    Path first = Files.write(folder.resolve("a.jsonl"), lines.subList(0, 2));
    Path second = Files.write(folder.resolve("b.jsonl"), lines.subList(2, lines.size()));
    assertThat(Run.of("metrics", second, first).out())
        .isEqualTo(Run.of("metrics", beacons).out())
        .isEqualTo(Run.of("metrics", "--threads", 1, first, second).out());
  }

  @Test
  void readsCompressedFiles() throws IOException {
    Path beacons = CASES.resolve("01-one-visit/beacons.jsonl");
    Path compressed = Files.write(folder.resolve("b.jsonl.gz"), gzip(Files.readAllBytes(beacons)));
    assertThat(Run.of("metrics", compressed)).isEqualTo(Run.of("metrics", beacons));
  }

  @Test
  void readsStandardInput() throws IOException {
    Path beacons = CASES.resolve("01-one-visit/beacons.jsonl");
    Run ofFile = Run.of("metrics", beacons);
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(beacons)));
      assertThat(Run.of("metrics", "-")).isEqualTo(ofFile);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void anEmptyFileGivesTheHeaderAlone() throws IOException {
    Run run = Run.of("metrics", Files.createFile(folder.resolve("none.jsonl")));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly("metric,site,experiment,variant,population,granularity,timestamp,value");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    Path missing = folder.resolve("missing.jsonl");
    assertFails(1, "variometer: " + missing + ": no such file", "metrics", missing);
  }

  @Test
  void aFileThatIsNotThereIsNamedBeforeOthersAreRead() {
    Path missing = folder.resolve("missing.jsonl");
    Path good = CASES.resolve("01-one-visit/beacons.jsonl");
    assertFails(1, "variometer: " + missing + ": no such file", "metrics", good, missing);
  }

  @Test
  void aFolderIsOneLine() {
    assertFails(
        1, "variometer: " + folder + ": is a directory; name the files in it", "metrics", folder);
  }

  @Test
  void whatIsNotCompressedThoughItsNameSaysSoIsOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("plain.jsonl.gz"), "{}\n");
    Run run = Run.of("metrics", file);
    assertOneLine(run, 1);
    assertThat(run.errors().get(0))
        .startsWith("variometer: " + file + ": ")
        .containsIgnoringCase("gzip");
  }

  @Test
  void aCompressedFileThatIsCutOffIsOneLine() throws IOException {
    byte[] whole = gzip(Files.readAllBytes(CASES.resolve("16-rejected/beacons.jsonl")));
    for (int length : new int[] {0, 5, 10, whole.length / 2, whole.length - 1}) {
      Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, length));
      Run run = Run.of("metrics", file);
      assertOneLine(run, 1);
      assertThat(run.errors().get(0)).startsWith("variometer: " + file + ": broken gzip file: ");
    }
  }

  @Test
  void aCompressedFileThatIsDamagedIsOneLine() throws IOException {
    byte[] damaged = gzip(Files.readAllBytes(CASES.resolve("16-rejected/beacons.jsonl")));
    damaged[damaged.length / 2] ^= 0x55;
    Path file = Files.write(folder.resolve("damaged.gz"), damaged);
    Run run = Run.of("metrics", file);
    assertOneLine(run, 1);
    assertThat(run.errors().get(0)).startsWith("variometer: " + file + ": broken gzip file: ");
  }

  @Test
  void wrongConfigurationIsALineForEachErrorBeforeAnythingIsRead() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("my.conf"),
            "variometer.session.max-beacons = 0\nvariometer.sesion = 1\n",
            UTF_8);
    Run run = Run.of("metrics", "--config", config, folder.resolve("missing.jsonl"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(3);
    assertThat(run.errors().get(0)).isEqualTo("variometer: the configuration has errors:");
    assertThat(run.errors().subList(1, 3))
        .anyMatch(line -> line.contains("variometer.session.max-beacons") && line.contains(": 1"))
        .anyMatch(line -> line.contains("variometer.sesion") && line.contains(": 2"));
  }

  @Test
  void aConfigurationThatIsNotThereOrNoHoconIsNamed() throws IOException {
    Path beacons = CASES.resolve("01-one-visit/beacons.jsonl");
    Path missing = folder.resolve("missing.conf");
    Path broken = Files.writeString(folder.resolve("broken.conf"), "variometer {\n  a = [\n");
    for (Path config : List.of(missing, broken, folder)) {
      Run run = Run.of("metrics", "--config", config, beacons);
      assertThat(run.exitCode()).as("%s", config).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.errors()).hasSize(2);
      assertThat(run.errors().get(1)).contains(config.getFileName().toString());
    }
  }

  @Test
  void wrongUsageExitsWith2AndSaysWhatIsRight() {
    for (List<Object> args :
        List.<List<Object>>of(
            List.of(),
            List.of("metrics"),
            List.of("metrix"),
            List.of("metrics", "--as-strem", "x"),
            List.of("metrics", "--threads", "many", "x"))) {
      Run run = Run.of(args.toArray());
      assertThat(run.exitCode()).as("%s", args).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
    }
  }

  private static void assertFails(int exitCode, String line, Object... args) {
    Run run = Run.of(args);
    assertOneLine(run, exitCode);
    assertThat(run.errors()).containsExactly(line);
  }

  private static void assertOneLine(Run run, int exitCode) {
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
  }

  private static void assertSameJson(String actual, Path expected) {
    Map<String, Object> values = ConfigFactory.parseFile(expected.toFile()).root().unwrapped();
    assertThat(ConfigFactory.parseString(actual).root().unwrapped()).isEqualTo(values);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
