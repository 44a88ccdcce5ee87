package org.variometer.monitor.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.SinkException;
import org.variometer.monitor.SharedServices;
import org.variometer.monitor.rule.Incident;
import org.variometer.monitor.rule.MonitorState;
import org.variometer.monitor.rule.Subject;
import org.variometer.series.PipelineSeries;

/** Checks stand in a real KairosDB. */
@Timeout(120)
class CheckSeriesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final VariometerConfig config = SharedServices.config(Map.of());

  @Test
  void everySubjectHasAPointWhetherOrNotSomethingIsWrongWithIt() throws Exception {
    MonitorState state =
        new MonitorState(
            NOW,
            List.of(new Incident(Subject.LAG, NOW, 1, 0, false, "behind")),
            MonitorState.NEW.restarts(),
            MonitorState.NEW.start(),
            true,
            7,
            List.of());
    new CheckSeries(config.kairos(), config.region(), TIMEOUT).write(NOW, state);
    Map<String, Double> found = found();
    assertThat(found)
        .hasSize(Subject.values().length + 2)
        .containsEntry("incident lag", 1.0)
        .containsEntry("incident stream", 0.0)
        .containsEntry("restarts", 0.0)
        .containsEntry("maintenance", 1.0);
  }

  @Test
  void aKairosDbThatIsNotThereIsNotWaitedFor() {
    VariometerConfig nowhere =
        SharedServices.config(Map.of("variometer.kairosdb.url", "http://127.0.0.1:1"));
    CheckSeries series =
        new CheckSeries(nowhere.kairos(), nowhere.region(), Duration.ofMillis(500));
    assertThatThrownBy(() -> series.write(NOW, MonitorState.NEW))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  /** By name and subject. */
  private Map<String, Double> found() throws SinkException {
    Map<String, Double> found = new TreeMap<>();
    try (KairosReader reader = new KairosReader(config.kairos())) {
      for (String metric : reader.pipelineMetrics()) {
        reader.read(
            metric,
            Optional.empty(),
            NOW.toEpochMilli(),
            NOW.toEpochMilli() + 1,
            stretch -> {
              PipelineSeries series = (PipelineSeries) stretch.series();
              if (series.region().equals(config.region()) && series.layer().equals("monitor")) {
                String subject = series.more().getOrDefault("subject", "");
                found.put((series.measure() + " " + subject).strip(), stretch.values()[0]);
              }
            });
      }
    }
    return found;
  }
}
