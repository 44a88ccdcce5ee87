package org.variometer.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;

/**
 * The law, besides what {@link org.variometer.oracle.LayerContract} says of every layer: where all
 * records went, and files read by several threads.
 */
class LawProperties {

  @Property
  void theAccountingIsTheOracles(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll long seed) {
    List<Oracle.Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(seed));
    assertAccounting(
        incremental(shuffled, settings, View.BATCH, seed).accounting(),
        Oracle.batch(lines, settings).accounting());
    assertAccounting(
        incremental(shuffled, settings, View.STREAM, seed).accounting(),
        Oracle.stream(lines, settings).accounting());
  }

  @Property
  void accountingAlwaysAddsUp(
      @ForAll("traffic") List<Oracle.Line> lines, @ForAll("settings") Oracle.Settings settings) {
    for (View view : View.values()) {
      Accounting accounting = incremental(lines, settings, view, 0).accounting();
      long rejected = accounting.rejected().values().stream().mapToLong(Long::longValue).sum();
      assertThat(accounting.read()).isEqualTo(accounting.accepted() + rejected);
      assertThat(accounting.accepted())
          .isEqualTo(
              accounting.counts().used()
                  + accounting.counts().duplicate()
                  + accounting.counts().quarantined());
    }
  }

  @Property(tries = 60)
  void filesOnSeveralThreadsGiveTheSame(
      @ForAll("traffic") List<Oracle.Line> records, @ForAll("settings") Oracle.Settings settings)
      throws IOException {
    List<Oracle.Line> lines = records.stream().flatMap(LawProperties::lineOfFile).toList();
    Path file = Files.createTempFile("beacons", ".jsonl");
    try {
      try (var out = Files.newOutputStream(file)) {
        for (Oracle.Line line : lines) {
          out.write(line.bytes());
          out.write('\n');
        }
      }
      MetricsReport report =
          new LocalMetrics(OracleSettings.config(settings), View.BATCH, 3)
              .run(List.of(new BeaconFile(file.toString())), bytes -> {});
      assertSame(report, lines, settings);
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<List<Oracle.Line>> traffic() {
    return BeaconTraffic.traffic();
  }

  @Provide
  Arbitrary<Oracle.Settings> settings() {
    return BeaconTraffic.settings();
  }

  private static MetricsReport incremental(
      List<Oracle.Line> lines, Oracle.Settings settings, View view, long seed) {
    return new IncrementalRun(OracleSettings.config(settings), view).run(lines, new Random(seed));
  }

  /** The record as a line of a bare file, if it can stand in one. */
  private static Stream<Oracle.Line> lineOfFile(Oracle.Line record) {
    String text = new String(record.bytes(), ISO_8859_1);
    return text.isEmpty() || text.indexOf('\n') >= 0 || text.endsWith("\r")
        ? Stream.empty()
        : Stream.of(new Oracle.Line(record.bytes(), OptionalLong.empty()));
  }

  private static void assertSame(
      MetricsReport report, List<Oracle.Line> lines, Oracle.Settings settings) {
    Oracle.Result expected = Oracle.batch(lines, settings);
    assertThat(Csv.of(report).lines()).isEqualTo(expected.csvLines());
    assertAccounting(report.accounting(), expected.accounting());
  }

  private static void assertAccounting(Accounting actual, Oracle.Accounting expected) {
    List<String> reasons = new ArrayList<>();
    actual.rejected().forEach((reason, count) -> reasons.add(reason.wireName() + "=" + count));
    List<String> expectedReasons = new ArrayList<>();
    expected.rejected().forEach((reason, count) -> expectedReasons.add(reason + "=" + count));
    assertThat(reasons).containsExactlyInAnyOrderElementsOf(expectedReasons);
    assertThat(
            List.of(
                actual.read(),
                actual.accepted(),
                actual.counts().used(),
                actual.counts().duplicate(),
                actual.counts().quarantined(),
                actual.ignoredPerformance(),
                actual.counts().sessions(),
                actual.counts().visits()))
        .isEqualTo(
            List.of(
                expected.read(),
                expected.accepted(),
                expected.used(),
                expected.duplicate(),
                expected.quarantined(),
                expected.ignoredPerformance(),
                expected.sessions(),
                expected.visits()));
  }
}
