package org.variometer.monitor.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.monitor.SharedServices;
import org.variometer.monitor.rule.Observation;
import org.variometer.series.Cell;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;

/** What the pipeline's series say in a real KairosDB. */
@Timeout(120)
class SeriesProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration SLOT = Duration.ofMinutes(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final VariometerConfig config = SharedServices.config(Map.of());

  @Test
  void stateSharesAndLayersAreOfTheRegionsLastHour() throws Exception {
    List<Point> points = new ArrayList<>();
    points.add(stream("sessions_held", Map.of(), 55, 100));
    points.add(stream("sessions_held", Map.of(), 1, 700));
    // Until 30 minutes ago, when a stream began without state.
    points.add(stream("accounting_since_seconds", Map.of(), 55, 1));
    points.add(stream("accounting_since_seconds", Map.of(), 31, 1));
    points.add(stream("accounting_since_seconds", Map.of(), 30, 2));
    points.add(stream("accounting_since_seconds", Map.of(), 1, 2));
    points.add(stream("accounting.read", Map.of(), 55, 1000));
    points.add(stream("accounting.read", Map.of(), 31, 1800));
    points.add(stream("accounting.read", Map.of(), 30, 3000));
    points.add(stream("accounting.read", Map.of(), 1, 3200));
    points.add(stream("accounting.rejected", Map.of("reason", "bot"), 55, 10));
    points.add(stream("accounting.rejected", Map.of("reason", "bot"), 31, 210));
    points.add(stream("accounting.rejected", Map.of("reason", "bot"), 30, 900));
    points.add(stream("accounting.rejected", Map.of("reason", "bot"), 1, 900));
    points.add(stream("accounting.rejected", Map.of("reason", "too_late"), 1, 50));
    points.add(batch("visits", 60, 0.9));
    points.add(batch("visits", 30, 0.01));
    points.add(batch("orders", 30, 0.02));
    try (KairosWriter writer =
        new KairosWriter(config.kairos(), config.region(), "stream", Fence.OPEN)) {
      writer.writeBatch(points, NOW.toEpochMilli());
      writer.finish();
    }
    assertThat(look(config.region()))
        .isEqualTo(
            new Observation.Series(
                OptionalDouble.of(700),
                OptionalDouble.of(100),
                OptionalDouble.of(0.25),
                Map.of("visits", 0.01, "orders", 0.02)));
    assertThat(look("another"))
        .isEqualTo(
            new Observation.Series(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), Map.of()));
  }

  @Test
  void aKairosDbThatIsNotThereIsAProblemWithItsAddress() {
    VariometerConfig nowhere =
        SharedServices.config(Map.of("variometer.kairosdb.url", "http://127.0.0.1:1"));
    Duration timeout = Duration.ofMillis(500);
    SeriesProbe series =
        new SeriesProbe(nowhere.kairos(), "r", SLOT, timeout, InstantSource.fixed(NOW));
    assertThatThrownBy(series::look).isInstanceOf(ProbeException.class);
    assertThatThrownBy(new KairosProbe(nowhere.kairos(), timeout)::look)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("KairosDB at http://127.0.0.1:1 can't be reached");
  }

  @Test
  void aKairosDbThatIsWellIsSeen() throws Exception {
    assertThat(new KairosProbe(config.kairos(), TIMEOUT).look().view()).isPresent();
  }

  private Observation.Series look(String region) throws Exception {
    return new SeriesProbe(config.kairos(), region, SLOT, TIMEOUT, InstantSource.fixed(NOW))
        .look()
        .view()
        .orElseThrow();
  }

  private Point stream(String measure, Map<String, String> more, int minutesAgo, double value) {
    return point(new PipelineSeries(measure, config.region(), "stream", more), minutesAgo, value);
  }

  private Point batch(String metric, int minutesAgo, double value) {
    return point(
        new PipelineSeries(
            "layer_disagreement", config.region(), "batch", Map.of("metric", metric)),
        minutesAgo,
        value);
  }

  private static Point point(PipelineSeries series, int minutesAgo, double value) {
    return new Point(new Cell(series, NOW.toEpochMilli() - minutesAgo * 60_000L), value);
  }
}
