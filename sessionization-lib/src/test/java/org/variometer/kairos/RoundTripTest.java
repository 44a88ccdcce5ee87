package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Stretch;

/** What is written to a real KairosDB is what is read. */
class RoundTripTest {
  private static final long END = 4_102_444_800_000L;

  private static KairosWriter writer;
  private static KairosReader reader;

  @BeforeAll
  static void open() {
    writer = new KairosWriter(Given.settings(SharedKairos.url()), "eu", "stream", Fence.OPEN);
    reader = new KairosReader(Given.settings(SharedKairos.url()));
  }

  @AfterAll
  static void close() {
    writer.close();
    reader.close();
  }

  @Test
  void itIsHealthy() {
    assertThat(reader.isHealthy()).isTrue();
  }

  @Test
  void namesOfAllKindsComeBackAsTheyWere() throws SinkException {
    List<String> names =
        List.of(
            "50%",
            "a=b",
            "%3D",
            "%25",
            "%",
            "=",
            "%=%",
            "%253D",
            "größer",
            "日本語",
            "😀 smile",
            "with space",
            " lead",
            "tail ",
            "it's",
            "say \"hi\"",
            "a,b",
            "a:b",
            "a:site=x",
            "a/b?c#d",
            "back\\slash",
            "{json}",
            "[1]",
            "*",
            ".*",
            "__all__",
            "null",
            "true",
            "1",
            "<b>&amp;",
            "x".repeat(128),
            "😀".repeat(128));
    Map<Cell, Double> written = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      MetricKey key =
          new MetricKey(
              names.get(i),
              names.get((i + 7) % names.size()),
              names.get((i + 13) % names.size()),
              Population.values()[i % 3]);
      written.put(new Cell(new MetricSeries("odd_names", key, Resolution.HOUR), Given.T), i + 0.5);
    }
    write(written);
    assertThat(read("odd_names")).isEqualTo(written);
  }

  @Test
  void theLastValueStandsAlsoASmallerOneAndZero() throws SinkException {
    Cell cell = cell("overwritten", 0);
    for (double value : new double[] {5, 7.25, 3, 0}) {
      writer.write(List.of(new Point(cell, value)));
      assertThat(read("overwritten")).isEqualTo(Map.of(cell, value));
    }
  }

  @Test
  void writesOfOneCellAreTwoSecondsApart() throws SinkException {
    Cell cell = cell("spaced", 0);
    writer.write(List.of(new Point(cell, 1)));
    long acknowledged = System.nanoTime();
    writer.write(List.of(new Point(cell, 2)));
    assertThat(Duration.ofNanos(System.nanoTime() - acknowledged))
        .isBetween(Duration.ofMillis(1990), Duration.ofSeconds(20));
  }

  @Test
  void wholeAndBrokenAndExtremeNumbersAreOneSeries() throws SinkException {
    double[] values = {
      0,
      1,
      1.0,
      0.1,
      1e-9,
      -3,
      1.0 / 3,
      123456789.123456,
      9007199254740991.0,
      1e15,
      8.1e300,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      2.2250738585072014E-308
    };
    Map<Cell, Double> written = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      written.put(cell("numbers", i), values[i]);
    }
    write(written);
    List<Stretch> stretches = new ArrayList<>();
    reader.read("numbers", Optional.empty(), 0, END, stretches::add);
    assertThat(stretches).hasSize(1);
    assertThat(stretches.get(0).values()).isEqualTo(values);
    assertThat(stretches.get(0).timestamps()).isSorted();
  }

  @Test
  void pointsFarApartAndDenseOnesAreAllFoundOnce() throws SinkException {
    Map<Cell, Double> written = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      for (int site = 0; site < 20; site++) {
        written.put(cell("spread", "dense" + site, Given.T + i * Given.MINUTE), i + 0.5);
      }
    }
    Random random = new Random(5);
    long year = Duration.ofDays(365).toMillis();
    for (int series = 0; series < 5; series++) {
      for (int i = 0; i < 20; i++) {
        written.put(
            cell("spread", "site" + series, series * year + i * Given.MINUTE), random.nextDouble());
        written.put(
            cell("spread", "site" + series, random.nextLong(END) / Given.MINUTE * Given.MINUTE),
            1.0);
      }
    }
    write(written);
    assertThat(read("spread")).isEqualTo(written);
  }

  @Test
  void fromIsIncludedAndToIsNot() throws SinkException {
    Map<Cell, Double> written = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      written.put(cell("bounded", i), i + 1.0);
    }
    write(written);
    Map<Cell, Double> found =
        read("bounded", Optional.empty(), Given.T + 2 * Given.MINUTE, Given.T + 5 * Given.MINUTE);
    assertThat(found.values()).containsExactlyInAnyOrder(3.0, 4.0, 5.0);
    assertThat(read("bounded", Optional.empty(), Given.T, Given.T)).isEmpty();
    assertThat(read("bounded", Optional.empty(), 0, Given.T)).isEmpty();
  }

  @Test
  void aResolutionCanBeReadAlone() throws SinkException {
    Map<Cell, Double> written = new HashMap<>();
    for (Resolution resolution : Resolution.values()) {
      written.put(
          new Cell(new MetricSeries("resolved", Given.key("shop"), resolution), Given.T),
          (double) resolution.millis());
    }
    write(written);
    assertThat(read("resolved")).isEqualTo(written);
    for (Resolution resolution : Resolution.values()) {
      assertThat(read("resolved", Optional.of(resolution), 0, END).values())
          .containsExactly((double) resolution.millis());
    }
  }

  @Test
  void seriesOfThePipelineAreListedApartAndRead() throws SinkException {
    Cell plain = new Cell(new PipelineSeries("test_delay", "eu", "stream"), Given.T);
    Cell tagged =
        new Cell(
            new PipelineSeries("test_lag", "eu", "batch", Map.of("topic", "be=acons")), Given.T);
    write(Map.of(plain, 1.0, tagged, 2.0));
    assertThat(reader.metrics()).noneMatch(name -> name.startsWith("pipeline"));
    assertThat(reader.pipelineMetrics()).contains("pipeline.test_delay", "pipeline.test_lag");
    assertThat(read("pipeline.test_delay")).isEqualTo(Map.of(plain, 1.0));
    assertThat(read("pipeline.test_lag")).isEqualTo(Map.of(tagged, 2.0));
  }

  @Test
  void aMetricThatIsNotThereHasNoPoints() throws SinkException {
    assertThat(read("never_written")).isEmpty();
    assertThat(read("pipeline.never_written")).isEmpty();
  }

  @Test
  void aMicroBatchReadsItsPredecessorsCanary() throws SinkException {
    try (KairosWriter batches =
        new KairosWriter(Given.settings(SharedKairos.url()), "test", "stream", Fence.OPEN)) {
      for (int i = 0; i < 4; i++) {
        batches.writeBatch(List.of(new Point(cell("batched", i), i)), Given.T + i * 60_000L);
      }
      batches.finish();
      WriterStatistics statistics = batches.statistics();
      assertThat(statistics.points()).isEqualTo(8);
      assertThat(statistics.readBacks()).isBetween(4L, 50L);
      assertThat(statistics.canariesLost()).isZero();
      assertThat(statistics.pointsRewritten()).isZero();
      assertThat(statistics.renewals()).isZero();
    }
    assertThat(read("batched")).hasSize(4);
    assertThat(
            read("pipeline.canary").keySet().stream()
                .filter(cell -> cell.series().tags().get("region").equals("test")))
        .hasSize(4);
  }

  private static void write(Map<Cell, Double> values) throws SinkException {
    writer.write(values.entrySet().stream().map(e -> new Point(e.getKey(), e.getValue())).toList());
  }

  private static Map<Cell, Double> read(String metric) throws SinkException {
    return read(metric, Optional.empty(), 0, END);
  }

  private static Map<Cell, Double> read(
      String metric, Optional<Resolution> resolution, long from, long to) throws SinkException {
    Map<Cell, Double> found = new HashMap<>();
    reader.read(
        metric,
        resolution,
        from,
        to,
        stretch -> {
          for (int i = 0; i < stretch.timestamps().length; i++) {
            Cell cell = new Cell(stretch.series(), stretch.timestamps()[i]);
            assertThat(found.put(cell, stretch.values()[i])).as("%s twice", cell).isNull();
          }
        });
    return found;
  }

  private static Cell cell(String metric, int minute) {
    return cell(metric, "shop", Given.T + minute * Given.MINUTE);
  }

  private static Cell cell(String metric, String site, long timestamp) {
    return new Cell(new MetricSeries(metric, Given.key(site), Resolution.MINUTE), timestamp);
  }
}
