package org.variometer.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.config.KairosSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SharedKairos;
import org.variometer.metric.MetricKey;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Row;
import org.variometer.series.SeriesExport;
import org.variometer.series.Stretch;

/** An export prints what {@code metrics} prints for the same numbers, to the byte. */
class ExportTest {

  static Stream<Cases> cases() throws IOException {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fromDoublesAlone(Cases example) throws IOException {
    for (View view : View.values()) {
      SeriesExport export = new SeriesExport();
      Map<MetricSeries, List<Row>> bySeries = new HashMap<>();
      for (Row row : rows(example, view)) {
        bySeries.computeIfAbsent(row.series(), series -> new ArrayList<>()).add(row);
      }
      bySeries.forEach(
          (series, rows) ->
              export.add(
                  new Stretch(
                      series,
                      rows.stream().mapToLong(Row::timestamp).toArray(),
                      rows.stream().mapToDouble(row -> row.value().asDouble()).toArray())));
      assertThat(csv(export)).isEqualTo(example.csv(view));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 20, 30})
  void throughKairosDb(int index) throws IOException {
    Cases example = Cases.all().toList().get(index);
    KairosSettings settings = settings();
    String prefix = "export-" + index + "/";
    List<Point> points = new ArrayList<>();
    for (Row row : rows(example, View.BATCH)) {
      MetricSeries series = onSite(row.series(), prefix + row.series().key().site());
      points.add(new Row(series, row.timestamp(), row.value()).point());
    }
    try (KairosWriter writer = new KairosWriter(settings, "eu", "batch", Fence.OPEN)) {
      writer.write(points);
    }
    SeriesExport export = new SeriesExport();
    try (KairosReader reader = new KairosReader(settings)) {
      for (String metric : reader.metrics()) {
        reader.read(
            metric,
            Optional.empty(),
            0,
            4_102_444_800_000L,
            stretch -> {
              MetricSeries series = (MetricSeries) stretch.series();
              String site = series.key().site();
              // Other tests write to the same database.
              if (site.startsWith(prefix)) {
                export.add(
                    new Stretch(
                        onSite(series, site.substring(prefix.length())),
                        stretch.timestamps(),
                        stretch.values()));
              }
            });
      }
    }
    assertThat(csv(export)).isEqualTo(example.csv(View.BATCH));
  }

  @Test
  void nothingIsTheHeaderAlone() {
    assertThat(csv(new SeriesExport())).isEqualTo(Row.HEADER + "\n");
  }

  private static List<Row> rows(Cases example, View view) throws IOException {
    List<Row> rows = new ArrayList<>();
    new LocalMetrics(example.config(), view, 1)
        .run(List.of(new BeaconFile(example.beacons().toString())), bytes -> {})
        .rows(rows::add);
    return rows;
  }

  private static MetricSeries onSite(MetricSeries series, String site) {
    MetricKey key = series.key();
    return new MetricSeries(
        series.metric(),
        new MetricKey(site, key.experiment(), key.variant(), key.population()),
        series.resolution());
  }

  private static String csv(SeriesExport export) {
    StringBuilder csv = new StringBuilder(Row.HEADER).append('\n');
    export.rows(row -> csv.append(row.toCsv()).append('\n'));
    return csv.toString();
  }

  private static KairosSettings settings() {
    return VariometerConfig.from(
            VariometerConfig.load(
                Optional.empty(), Map.of("variometer.kairosdb.url", SharedKairos.url().toString())))
        .kairos();
  }
}
