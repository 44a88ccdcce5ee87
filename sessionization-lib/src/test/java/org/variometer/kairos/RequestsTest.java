package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;

/** What the writer's requests look like, and when they go. */
class RequestsTest {
  private final ManualTicker ticker = new ManualTicker();
  private FaultServer server;
  private KairosWriter writer;

  @BeforeEach
  void start() throws IOException {
    server = FaultServer.start();
    writer =
        new KairosWriter(
            Given.settings(server.url(), "connections", "1"), "eu", "stream", Fence.OPEN, ticker);
  }

  @AfterEach
  void stop() {
    writer.close();
    server.close();
  }

  @Test
  void aThousandPointsAreOneRequestAndAThousandAndOneAreTwo() throws SinkException {
    writer.write(Given.points("a", 1000));
    assertThat(sizes()).containsExactly(1000);
    writer.write(Given.points("b", 1001));
    assertThat(sizes()).containsExactly(1000, 1000, 1);
    writer.write(Given.points("c", 2000));
    assertThat(sizes()).containsExactly(1000, 1000, 1, 1000, 1000);
    assertThat(writer.statistics().requests()).isEqualTo(5);
    assertThat(writer.statistics().points()).isEqualTo(4001);
  }

  @Test
  void nothingIsNoRequest() throws SinkException {
    writer.write(List.of());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void requestsAreCompressed() throws SinkException {
    writer.write(Given.points("shop", 3));
    assertThat(server.requests().get(0).encoding()).isEqualTo("gzip");
  }

  @Test
  void everyValueIsADoubleWithItsTagsAndItsTimeToLive() throws SinkException {
    MetricKey key = new MetricKey("50%=half", "a=b", "100%25", Population.QUALIFIED);
    List<Point> points = new ArrayList<>();
    for (Resolution resolution : Resolution.values()) {
      points.add(
          new Point(new Cell(new MetricSeries("perf.lcp.p50", key, resolution), Given.T), 2));
    }
    points.add(
        new Point(
            new Cell(new PipelineSeries("delay", "eu", "batch", Map.of("topic", "b=c")), Given.T),
            0.5));
    writer.write(points);

    JsonNode metrics = server.requests().get(0).json();
    assertThat(metrics).hasSize(5);
    for (JsonNode metric : metrics) {
      assertThat(metric.get("type").asText()).isEqualTo("double");
      assertThat(metric.get("datapoints")).hasSize(1);
      assertThat(metric.get("datapoints").get(0).get(0).asLong()).isEqualTo(Given.T);
      JsonNode tags = metric.get("tags");
      boolean minute = "1m".equals(tags.path("granularity").asText());
      assertThat(metric.get("ttl").asInt()).isEqualTo((minute ? 30 : 400) * 86_400);
      if (tags.has("topic")) {
        assertThat(metric.get("name").asText()).isEqualTo("variometer.pipeline.delay");
        assertThat(tags.get("topic").asText()).isEqualTo("b%3Dc");
      } else {
        assertThat(metric.get("name").asText()).isEqualTo("variometer.perf.lcp.p50");
        assertThat(new TreeSet<>(fieldNames(tags))).isEqualTo(new TreeSet<>(MetricSeries.TAGS));
        assertThat(tags.get("site").asText()).isEqualTo("50%25%3Dhalf");
        assertThat(tags.get("experiment").asText()).isEqualTo("a%3Db");
        assertThat(tags.get("variant").asText()).isEqualTo("100%2525");
        assertThat(tags.get("population").asText()).isEqualTo("qualified");
      }
    }
  }

  @Test
  void ofSeveralValuesForOneCellTheLastIsSentAlone() throws SinkException {
    Cell cell = Given.cell("shop", 0);
    writer.write(
        List.of(
            new Point(cell, 5),
            new Point(Given.cell("shop", 1), 7),
            new Point(cell, 9),
            new Point(Given.cell("shop", 0), 3)));
    assertThat(server.requests()).hasSize(1);
    assertThat(values(0)).containsExactlyInAnyOrder(3.0, 7.0);
  }

  @Test
  void aCellIsWrittenAgainWhenTheSpacingIsOverAndOthersDoNotWaitForIt() throws SinkException {
    writer.write(List.of(new Point(Given.cell("shop", 0), 1), new Point(Given.cell("shop", 1), 1)));
    ticker.pass(Duration.ofMillis(500));
    writer.write(List.of(new Point(Given.cell("shop", 1), 2)));
    assertThat(ticker.pauses()).containsExactly(Duration.ofMillis(1500));
    ticker.pass(Duration.ofMillis(700));
    writer.write(
        List.of(
            new Point(Given.cell("shop", 0), 10),
            new Point(Given.cell("shop", 1), 11),
            new Point(Given.cell("shop", 2), 12)));
    assertThat(ticker.pauses()).containsExactly(Duration.ofMillis(1500), Duration.ofMillis(1300));
    assertThat(values(2)).containsExactlyInAnyOrder(10.0, 12.0);
    assertThat(values(3)).containsExactly(11.0);
  }

  @Test
  void afterTheSpacingNobodyWaits() throws SinkException {
    writer.write(Given.points("shop", 3));
    ticker.pass(Duration.ofSeconds(2));
    writer.write(Given.points("shop", 3));
    assertThat(ticker.pauses()).isEmpty();
  }

  @Test
  void aLayersOwnGranularityIsItsTag() {
    assertThat(Stream.of(Granularity.values()).map(Resolution::of).map(Resolution::tag))
        .containsExactly("1d", "1h", "1m");
  }

  private List<Integer> sizes() {
    return server.requests().stream().map(FaultServer.Request::points).toList();
  }

  private List<Double> values(int request) {
    List<Double> values = new ArrayList<>();
    for (JsonNode metric : server.requests().get(request).json()) {
      metric.get("datapoints").forEach(point -> values.add(point.get(1).asDouble()));
    }
    return values;
  }

  private static List<String> fieldNames(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
