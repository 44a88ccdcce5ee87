package org.variometer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.log.ArrivalDigest;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.quickstart.generator.Truth;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;
import org.variometer.session.SessionCounts;
import org.variometer.shard.Intake;
import org.variometer.shard.MeterYield.Gauges;
import org.variometer.shard.RunCounts;
import org.variometer.stream.MicroBatch;

/** The verdict finds every difference, on a real KairosDB. */
class VerdictTest {
  private static final int EVENTS = 2000;

  @TempDir private Path folder;

  private final List<Point> points = new ArrayList<>();
  private VariometerConfig config;
  private Path beacons;
  private Truth truth;
  private Accounting accounting;
  private Proof proof;

  @Test
  void everyDifferenceIsFound() throws Exception {
    try (KairosService kairos =
        new KairosService(ServiceOptions.in(folder.resolve("kairosdb")).withBriefLife())) {
      kairos.start();
      prepare(kairos);
      try (KairosWriter writer = new KairosWriter(config.kairos(), "local", "stream", Fence.OPEN)) {
        writer.write(points);
        writer.finish();
        proof = new Proof(config, beacons, truth, folder.resolve("corrected.csv"));
        assertThat(lines(accounting)).noneMatch(line -> line.contains("KairosDB has"));
        assertThat(isGood(accounting)).isTrue();
        assertThat(lines(accounting).get(0))
            .isEqualTo(
                String.format(
                    Locale.ROOT,
                    "cells      %,d computed by metrics --as-stream, %,d in KairosDB, 0 different",
                    points.size(),
                    points.size()));

        // A wrong value, one that is missing, one too many: all in one look.
        Point right = points.get(0);
        Point missing = points.get(points.size() - 1);
        Cell extra = new Cell(right.cell().series(), right.cell().timestamp() - 7 * 86_400_000L);
        writer.write(
            List.of(
                new Point(right.cell(), right.value() + 1),
                new Point(missing.cell(), 0),
                new Point(extra, 0.5)));
        writer.finish();
        List<String> lines = lines(accounting);
        assertThat(isGood(accounting)).isFalse();
        assertThat(lines.get(0)).endsWith(" 3 different");
        assertThat(lines)
            .anyMatch(line -> line.contains("KairosDB has " + (right.value() + 1)))
            .anyMatch(line -> line.contains("KairosDB has 0.0, should be " + missing.value()))
            .anyMatch(line -> line.contains("KairosDB has 0.5, should be 0.0"));

        writer.write(List.of(right, missing, new Point(extra, 0)));
        writer.finish();
        assertThat(isGood(accounting)).isTrue();
        Accounting oneMore =
            new Accounting(
                accounting.read() + 1,
                accounting.rejected(),
                accounting.ignoredPerformance(),
                accounting.counts());
        assertThat(isGood(oneMore)).isFalse();
        assertThat(lines(oneMore)).anyMatch(line -> line.contains("accounting: the stream has"));
        assertThat(isGood(accounting)).isTrue();
        theBatchIsComparedToo(writer);
      }
    }
  }

  /** After the stream was: what it did not have right is to be listed. */
  private void theBatchIsComparedToo(KairosWriter writer) throws Exception {
    MetricsReport report = run(View.BATCH);
    assertThat(proof.ofBatch(report.accounting()).isGood()).isFalse();
    List<Point> ofBatch = points(report);
    Set<Cell> cells = new HashSet<>();
    ofBatch.forEach(point -> cells.add(point.cell()));
    List<Point> zeros =
        points.stream()
            .filter(point -> !cells.contains(point.cell()))
            .map(point -> new Point(point.cell(), 0))
            .toList();
    assertThat(zeros).isNotEmpty();
    writer.write(ofBatch);
    writer.write(zeros);
    writer.finish();
    Verdict verdict = proof.ofBatch(report.accounting());
    assertThat(verdict.isGood()).as("%s", verdict.lines()).isTrue();
    assertThat(verdict.lines())
        .anyMatch(line -> line.matches("cells +[\\d,]+ computed by metrics, .*, 0 different"))
        .anyMatch(line -> line.contains(format(", %,d fell to 0,", zeros.size())))
        .anyMatch(line -> line.matches(".*for example visits of .*: stream \\d+, batch \\d+"))
        .anyMatch(line -> line.matches("added +[1-9].* only the batch writes"))
        .anyMatch(line -> line.endsWith(" 0 by none of these"))
        .anyMatch(line -> line.matches("listed +each .*: .*/corrected\\.csv"))
        .anyMatch(
            line ->
                line.contains(
                    format(
                        "stream and batch: sessions %,d and %,d, visits ",
                        accounting.counts().sessions(), report.accounting().counts().sessions())));
    assertThat(Files.readAllLines(folder.resolve("corrected.csv")))
        .filteredOn(row -> row.contains(",0,fell_to_zero,"))
        .hasSameSizeAs(zeros);
    assertThat(proof.ofBatch(accounting).lines())
        .anyMatch(line -> line.contains("accounting: the batch has"));

    Optional<Instant> seal = Optional.of(Instant.ofEpochSecond(1));
    verdict.describeHandOver(1, seal, seal);
    assertThat(verdict.isGood()).isTrue();
    verdict.describeHandOver(1, Optional.empty(), seal);
    assertThat(verdict.isGood()).isFalse();
  }

  /** The same correction, of a minute that a session changed and of one that none did. */
  @Test
  void whatNothingExplainsIsNotGood() throws Exception {
    long minute = Instant.parse("2024-11-20T10:00:00Z").toEpochMilli();
    Path cut = folder.resolve("cut.jsonl");
    Files.write(cut, List.of(beacon("a", minute, 0), beacon("b", minute, 36)));
    Config loaded =
        VariometerConfig.load(Optional.empty(), Map.of("variometer.generate.events", "100"));
    config = VariometerConfig.from(loaded);
    TrafficGenerator few =
        new TrafficGenerator(GeneratorSettings.from(loaded.getConfig("variometer.generate")));
    few.run((arrival, session, buffer, offset, length) -> {});
    truth = few.truth();
    assertThat(ofCorrection(cut, minute).isGood()).isTrue();
    Verdict verdict = ofCorrection(cut, minute - 60_000);
    assertThat(verdict.isGood()).isFalse();
    assertThat(verdict.lines())
        .anyMatch(line -> line.endsWith(" 1 by none of these"))
        .anyMatch(line -> line.contains("corrected 1 cells, and nothing explains why"));
  }

  private static String beacon(String id, long time, int delay) {
    return format(
        "{\"beaconId\":\"%s\",\"sessionId\":\"s\",\"visitorId\":\"v\",\"timestamp\":%d,"
            + "\"receivedAt\":%d,\"type\":\"pageView\"}",
        id, time, time + delay * 60_000L);
  }

  /** The stream has two visits in a minute, and the batch one. */
  private Verdict ofCorrection(Path records, long minute) throws Exception {
    MetricKey key = MetricKey.all("default");
    Cell cell = Cell.of("visits", key, Granularity.MINUTE, minute);
    Accounting none = new Accounting(0, Map.of(), 0, SessionCounts.ZERO);
    Corrections corrections =
        new Corrections(
            Map.of(cell, 2.0), Map.of(cell, 1.0), none, none, 0, Explanations.of(config, records));
    assertThat(corrections.corrected()).isEqualTo(1);
    Verdict verdict = new Verdict();
    verdict.describeCorrections(truth, corrections, folder);
    return verdict;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private void prepare(KairosService kairos) throws Exception {
    Config loaded =
        VariometerConfig.load(
            Optional.empty(),
            Map.of(
                "variometer.kairosdb.url", kairos.url().toString(),
                "variometer.generate.events", Integer.toString(EVENTS)));
    config = VariometerConfig.from(loaded);
    beacons = folder.resolve("beacons.jsonl");
    TrafficGenerator generator =
        new TrafficGenerator(GeneratorSettings.from(loaded.getConfig("variometer.generate")));
    try (OutputStream out = Files.newOutputStream(beacons)) {
      generator.run(
          (arrival, session, buffer, offset, length) -> {
            out.write(buffer, offset, length);
            out.write('\n');
          });
    }
    truth = generator.truth();
    MetricsReport report = run(View.STREAM);
    accounting = report.accounting();
    points.addAll(points(report));
  }

  private MetricsReport run(View view) throws Exception {
    return new LocalMetrics(config, view, 2)
        .run(List.of(new BeaconFile(beacons.toString())), bytes -> {});
  }

  private static List<Point> points(MetricsReport report) {
    List<Point> points = new ArrayList<>();
    report.rows(
        row ->
            points.add(new Point(new Cell(row.series(), row.timestamp()), row.value().asDouble())));
    return points;
  }

  private boolean isGood(Accounting counted) throws Exception {
    return verdict(counted).isGood();
  }

  private List<String> lines(Accounting counted) throws Exception {
    return verdict(counted).lines();
  }

  private Verdict verdict(Accounting counted) throws Exception {
    RunCounts counts =
        new RunCounts(
            new Intake(
                counted.read(),
                counted.rejected(),
                counted.ignoredPerformance(),
                0,
                0,
                ArrivalDigest.NONE),
            counted.counts(),
            0,
            0);
    return proof.ofStream(
        new MicroBatch(
            0, counts, counts, Gauges.NONE, true, 0, new TreeMap<>(), 0, Optional.empty(), 0));
  }
}
