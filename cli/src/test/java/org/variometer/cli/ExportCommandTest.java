package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.View;
import org.variometer.metric.MetricKey;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Row;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;

/** {@code export} (spec §9): what stands in KairosDB, in the form of {@code metrics}. */
class ExportCommandTest {
  private static final Path EXAMPLE =
      Path.of("../sessionization-lib/src/test/resources/cases/21-odd-names");

  @TempDir private static Path folder;
  private static KairosService service;
  private static List<String> expected;

  @BeforeAll
  static void write() throws IOException {
    service = new KairosService(ServiceOptions.in(folder).withBriefLife());
    service.start();
    VariometerConfig config =
        VariometerConfig.from(
            VariometerConfig.load(
                Optional.empty(), Map.of("variometer.kairosdb.url", service.url().toString())));
    List<Point> points = new ArrayList<>();
    new LocalMetrics(config, View.BATCH, 1)
        .run(List.of(new BeaconFile(EXAMPLE.resolve("beacons.jsonl").toString())), bytes -> {})
        .rows(row -> points.add(row.point()));
    points.add(
        new Point(
            new Cell(
                new MetricSeries("visits", MetricKey.all("fallen to 0"), Resolution.HOUR),
                3_600_000),
            0));
    try (KairosWriter writer = new KairosWriter(config.kairos(), "eu", "batch", Fence.OPEN)) {
      writer.writeBatch(points, 1_000);
      writer.finish();
    }
    expected = Files.readAllLines(EXAMPLE.resolve("batch.csv"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void printsWhatTheMetricsCommandPrintsToTheByte() throws IOException {
    Run run = export();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(Files.readString(EXAMPLE.resolve("batch.csv")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1m", "1h", "1d", "rolling"})
  void printsOneGranularity(String granularity) {
    assertThat(export("--granularity", granularity).out().lines())
        .containsExactlyElementsOf(
            expected.stream()
                .filter(line -> line.equals(Row.HEADER) || line.contains("," + granularity + ","))
                .toList());
  }

  @Test
  void printsSomeMetrics() {
    assertThat(export("--metric", "visits", "--metric", "bounce_rate").out().lines())
        .containsExactlyElementsOf(
            expected.stream()
                .filter(line -> line.matches("(metric|visits|bounce_rate),.*"))
                .toList());
  }

  @Test
  void printsATimeAlone() {
    assertThat(export("--to", "2000-01-01T00:00:00Z").out()).isEqualTo(Row.HEADER + "\n");
    assertThat(
            export("--from", "2000-01-01T00:00:00Z", "--to", "2100-01-01T00:00:01Z").out().lines())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void whereNobodyAnswersIsOneLineAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Run run = Run.of("export", "-Dvariometer.kairosdb.url=http://127.0.0.1:" + port);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    assertThat(run.err())
        .startsWith("variometer: KairosDB at http://127.0.0.1:" + port + " can't be reached: ")
        .contains("refused")
        .contains("variometer.kairosdb.url");
  }

  @ParameterizedTest
  @CsvSource({
    "--from, yesterday",
    "--to, 2026-11-20",
    "--from, 1969-12-31T23:59:59Z",
    "--from, 2100-01-03T00:00:00Z",
    "--granularity, 5m",
    "--metric, no_such_metric"
  })
  void anOptionThatIsWrongIsNamedWithWhatIsRight(String option, String value) {
    Run run = export(option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(1);
    assertThat(run.err()).startsWith("variometer: " + option + ": " + value + "; ");
  }

  private static Run export(Object... options) {
    List<Object> args = new ArrayList<>();
    args.add("export");
    args.add("-Dvariometer.kairosdb.url=" + service.url());
    args.addAll(List.of(options));
    return Run.of(args.toArray());
  }
}
