package org.variometer.shard;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.OracleSettings;
import org.variometer.local.View;
import org.variometer.oracle.BeaconTraffic;
import org.variometer.oracle.Oracle;
import org.variometer.series.Row;

/**
 * The law, for the stream: whatever the partitions, tasks, shards, meters and micro-batches, the
 * numbers are a function of the set of beacons and their arrivals.
 */
class ShardLawProperties {

  @Property(tries = 120)
  void whatStandsInTheCellsIsWhatTheOracleSays(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll boolean lagging,
      @ForAll long seed) {
    MiniStream stream =
        new MiniStream(OracleSettings.config(settings), shape, Carrier.BY_REFERENCE);
    stream.run(ReadLog.of(lines, shape.partitions(), lagging, new Random(seed)));
    Oracle.Result expected = Oracle.stream(lines, settings);
    assertThat(stream.csvLines()).isEqualTo(expected.csvLines());
    assertAccounting(stream.counts(), expected.accounting());
    assertThat(stream.gauges().lateContributions()).isZero();
    Statistics.label("pieces freed")
        .collect(stream.counts().freed() > 0)
        .coverage(coverage -> coverage.check(true).count(n -> n > 0));
    Statistics.label("records quarantined")
        .collect(stream.counts().sessions().quarantined() > 0)
        .coverage(coverage -> coverage.check(true).count(n -> n > 0));
    Statistics.label("cells that fell to 0")
        .collect(stream.gauges().cellsToZero() > 0)
        .coverage(coverage -> coverage.check(true).count(n -> n > 0));
  }

  @Property(tries = 200)
  void allThatShardsAddAndRetractIsWhatSessionsKeptOneByOneWould(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll boolean lagging,
      @ForAll long seed) {
    VariometerConfig config = OracleSettings.config(settings);
    ReadLog log = ReadLog.of(lines, shape.partitions(), lagging, new Random(seed));
    MiniStream stream = new MiniStream(config, shape, Carrier.BY_REFERENCE);
    log.microBatches().forEach(stream::updateSessions);
    PlainForm plain = new PlainForm(config).run(log);
    assertThat(Shown.totals(stream.contributed())).isEqualTo(Shown.totals(plain.totals()));
  }

  @Property(tries = 40)
  void theCommandSaysTheSameOfAFile(
      @ForAll("traffic") List<Oracle.Line> traffic,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll long seed)
      throws IOException {
    VariometerConfig config = OracleSettings.config(settings);
    List<Oracle.Line> lines =
        traffic.stream().filter(line -> StampedTraffic.isSameInFile(line, config)).toList();
    Assume.that(!lines.isEmpty());
    MetricsReport report = asStream(lines, config);
    MiniStream stream = new MiniStream(config, shape, Carrier.BY_REFERENCE);
    stream.run(ReadLog.of(lines, shape.partitions(), true, new Random(seed)));
    List<String> rows = new ArrayList<>(List.of(Row.HEADER));
    report.rows(row -> rows.add(row.toCsv()));
    assertThat(stream.csvLines()).isEqualTo(rows);
    RunCounts counts = stream.counts();
    Accounting accounting = report.accounting();
    assertThat(counts.sessions()).isEqualTo(accounting.counts());
    assertThat(counts.intake().read()).isEqualTo(accounting.read());
    assertThat(counts.intake().rejected()).isEqualTo(accounting.rejected());
    assertThat(counts.intake().ignoredPerformance()).isEqualTo(accounting.ignoredPerformance());
  }

  private static MetricsReport asStream(List<Oracle.Line> lines, VariometerConfig config)
      throws IOException {
    Path file = Files.createTempFile("beacons", ".jsonl");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        for (Oracle.Line line : lines) {
          out.write(line.bytes());
          out.write('\n');
        }
      }
      return new LocalMetrics(config, View.STREAM, 2)
          .run(List.of(new BeaconFile(file.toString())), bytes -> {});
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 40)
  void aRunGoesOnTheSameFromBytesAtAnyMoment(
      @ForAll("traffic") List<Oracle.Line> lines,
      @ForAll("settings") Oracle.Settings settings,
      @ForAll("shapes") MiniStream.Shape shape,
      @ForAll boolean lagging,
      @ForAll long seed) {
    VariometerConfig config = OracleSettings.config(settings);
    ReadLog log = ReadLog.of(lines, shape.partitions(), lagging, new Random(seed));
    MiniStream kept = new MiniStream(config, shape, Carrier.BY_REFERENCE);
    MiniStream read = new MiniStream(config, shape, Carrier.THROUGH_BYTES);
    kept.run(log);
    read.run(log);
    for (int i = 0; i < shape.shards(); i++) {
      assertThat(Shown.shard(read.sessions().get(i)))
          .isEqualTo(Shown.shard(kept.sessions().get(i)));
    }
    for (int i = 0; i < shape.meters(); i++) {
      assertThat(Shown.written(read.meters().get(i).lastYield()))
          .isEqualTo(Shown.written(kept.meters().get(i).lastYield()));
    }
    assertThat(read.rolling()).isEqualTo(kept.rolling());
    assertThat(read.csvLines()).isEqualTo(kept.csvLines());
  }

  @Provide
  Arbitrary<List<Oracle.Line>> traffic() {
    return StampedTraffic.traffic();
  }

  @Provide
  Arbitrary<Oracle.Settings> settings() {
    return BeaconTraffic.settings();
  }

  @Provide
  Arbitrary<MiniStream.Shape> shapes() {
    return StampedTraffic.shapes();
  }

  private static void assertAccounting(RunCounts actual, Oracle.Accounting expected) {
    Map<String, Long> rejected =
        actual.intake().rejected().entrySet().stream()
            .collect(toMap(entry -> entry.getKey().wireName(), Map.Entry::getValue));
    assertThat(
            new Oracle.Accounting(
                actual.intake().read(),
                actual.intake().accepted(),
                new TreeMap<>(rejected),
                actual.sessions().used(),
                actual.sessions().duplicate(),
                actual.sessions().quarantined(),
                actual.intake().ignoredPerformance(),
                actual.sessions().sessions(),
                actual.sessions().visits()))
        .isEqualTo(expected);
  }
}
