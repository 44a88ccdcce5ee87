package org.variometer.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.metric.Granularity;
import org.variometer.quickstart.generator.Accounting;
import org.variometer.quickstart.generator.Disturbance;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.Samples;
import org.variometer.quickstart.generator.TotalsRow;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.quickstart.generator.Truth;
import org.variometer.series.Resolution;
import org.variometer.series.Row;

/**
 * The library, which the generator does not know, finds in the generated traffic exactly what the
 * generator counted while it made it.
 */
class LibraryAgreesTest {
  private static final int CAP = 200;
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inAStormWithQuarantine(long seed) throws IOException {
    assertAgrees(stormWithQuarantine().withSeed(seed).withEvents(20_000));
  }

  @ParameterizedTest
  @ValueSource(longs = Long.MIN_VALUE)
  void inTrafficOfTheReferenceConfiguration(long seed) throws IOException {
    assertAgrees(withCap(Samples.defaults(), CAP).withSeed(seed).withEvents(40_000));
  }

  @ParameterizedTest
  @ValueSource(longs = 5)
  void whenNothingGoesWrong(long seed) throws IOException {
    assertAgrees(withCap(Samples.undisturbed(), CAP).withSeed(seed).withEvents(20_000));
  }

  private void assertAgrees(GeneratorSettings settings) throws IOException {
    TrafficGenerator generator = new TrafficGenerator(settings);
    Path file = folder.resolve("beacons.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      generator.run(
          (arrival, key, buffer, offset, length) -> {
            out.write(buffer, offset, length);
            out.write('\n');
          });
    }
    Truth truth = generator.truth();
    assertAgrees(metrics(file, View.BATCH), truth.batchAccounting(), truth.batchTotals());
    assertAgrees(metrics(file, View.STREAM), truth.streamAccounting(), truth.streamTotals());
  }

  private static MetricsReport metrics(Path file, View view) throws IOException {
    Config config =
        ConfigFactory.parseMap(Map.of("variometer.session.max-beacons", CAP))
            .withFallback(VariometerConfig.load(Optional.empty(), Map.of()));
    return new LocalMetrics(VariometerConfig.from(config), view, 2)
        .run(List.of(new BeaconFile(file.toString())), bytes -> {});
  }

  private static void assertAgrees(
      MetricsReport report, Accounting accounting, List<TotalsRow> totals) {
    assertThat(ConfigFactory.parseString(report.accounting().toJson()).root().unwrapped())
        .isEqualTo(ConfigFactory.parseString(json(accounting)).root().unwrapped());
    Map<String, BigDecimal> expected = new TreeMap<>();
    totals.forEach(row -> putAll(expected, row));
    Set<String> metrics =
        expected.keySet().stream().map(LibraryAgreesTest::metric).collect(Collectors.toSet());
    for (Granularity granularity : List.of(Granularity.HOUR, Granularity.MINUTE)) {
      assertThat(sums(report, granularity, metrics)).isEqualTo(expected);
    }
  }

  private static String metric(String cell) {
    return cell.substring(0, cell.indexOf(' '));
  }

  /** The sums of these metrics; derived ones, percentiles and sets are not in the truth. */
  private static Map<String, BigDecimal> sums(
      MetricsReport report, Granularity granularity, Set<String> metrics) {
    Map<String, BigDecimal> sums = new HashMap<>();
    report.rows(
        row -> {
          if (row.series().resolution() == Resolution.of(granularity)
              && metrics.contains(row.series().metric())) {
            sums.merge(cell(row), new BigDecimal(row.value().asDecimal()), BigDecimal::add);
          }
        });
    sums.replaceAll((cell, sum) -> normal(sum));
    return sums;
  }

  private static String cell(Row row) {
    return cell(
        row.series().metric(),
        row.series().key().site(),
        row.series().key().experiment(),
        row.series().key().variant(),
        row.series().key().population().tag());
  }

  private static void putAll(Map<String, BigDecimal> cells, TotalsRow row) {
    Map<String, BigDecimal> metrics = new TreeMap<>();
    metrics.put("visits", BigDecimal.valueOf(row.visits()));
    metrics.put("bounces", BigDecimal.valueOf(row.bounces()));
    metrics.put("converted_visits", BigDecimal.valueOf(row.convertedVisits()));
    metrics.put("visit_revenue", BigDecimal.valueOf(row.visitRevenue()).divide(MICROS));
    metrics.put("error_visits", BigDecimal.valueOf(row.errorVisits()));
    metrics.put("page_views", BigDecimal.valueOf(row.pageViews()));
    metrics.put("errors", BigDecimal.valueOf(row.errors()));
    metrics.put("orders", BigDecimal.valueOf(row.orders()));
    metrics.put("units", BigDecimal.valueOf(row.units()));
    metrics.put("revenue", BigDecimal.valueOf(row.revenue()).divide(MICROS));
    metrics.forEach(
        (metric, value) -> {
          if (value.signum() != 0) {
            cells.put(
                cell(metric, row.site(), row.experiment(), row.variant(), row.population()),
                normal(value));
          }
        });
  }

  private static String cell(String... columns) {
    return String.join(" ", columns);
  }

  private static BigDecimal normal(BigDecimal value) {
    return value.stripTrailingZeros();
  }

  private static String json(Accounting accounting) {
    List<String> rejected = new ArrayList<>();
    accounting.rejected().forEach((reason, n) -> rejected.add(reason.label() + ":" + n));
    return "read:%d,accepted:%d,rejected:{%s},used:%d,duplicate:%d,quarantined:%d,"
            .formatted(
                accounting.read(),
                accounting.accepted(),
                String.join(",", rejected),
                accounting.used(),
                accounting.duplicate(),
                accounting.quarantined())
        + "ignored_performance:%d,sessions:%d,visits:%d"
            .formatted(accounting.ignoredPerformance(), accounting.sessions(), accounting.visits());
  }

  private static GeneratorSettings stormWithQuarantine() {
    GeneratorSettings stormy = Samples.stormy();
    return withCap(stormy, CAP)
        .withShares(
            stormy
                .shares()
                .with(Disturbance.BOTS, 0.05)
                .with(Disturbance.QUARANTINE, 0.02)
                .with(Disturbance.OVERSIZED, 0.001));
  }

  private static GeneratorSettings withCap(GeneratorSettings settings, int cap) {
    return new GeneratorSettings(
        settings.seed(),
        settings.events(),
        settings.start(),
        settings.span(),
        settings.currency(),
        cap,
        settings.latenessMin(),
        settings.latenessMax(),
        settings.visits(),
        settings.sites(),
        settings.experiments(),
        settings.shares());
  }
}
