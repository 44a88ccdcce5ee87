package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.series.PipelineSeries;

/** How the pipeline is, as series of its own (spec §6). */
class HealthSeriesTest {
  private static final long ARRIVAL = 1_763_661_600_000L;

  @Test
  void whatTheStreamCountedStandsInKairosDb() throws Exception {
    StreamWorld world = SharedServices.newWorld(1);
    world.send(
        List.of(
            record("a", beacon("a", ARRIVAL)),
            record("a", beacon("a", ARRIVAL)),
            record("b", beacon("b", ARRIVAL - 40 * 60_000)),
            record("c", "{")));
    Config config = world.config(Optional.empty(), Map.of());
    try (ObservedRun run = new ObservedRun(config, false)) {
      run.awaitAll();
      run.run().stop();
    }
    assertThat(health(config, world.name()))
        .containsEntry("accounting.read", 4.0)
        .containsEntry("accounting.accepted", 3.0)
        .containsEntry("accounting.rejected malformed_json", 1.0)
        .containsEntry("accounting.rejected bot", 0.0)
        .containsEntry("accounting.used", 2.0)
        .containsEntry("accounting.duplicate", 1.0)
        .containsEntry("accounting.quarantined", 0.0)
        .containsEntry("accounting.ignored_performance", 0.0)
        .containsEntry("accounting.sessions", 2.0)
        .containsEntry("accounting.visits", 2.0)
        .containsEntry("late", 1.0)
        .containsEntry("late_contributions", 0.0)
        .containsEntry("sessions_held", 2.0)
        .containsEntry("unique_visitors_error", 0.0)
        .containsEntry("canaries_lost", 0.0)
        .containsEntry("points_rewritten", 0.0)
        .containsEntry("request_retries", 0.0)
        .containsEntry("log_passed_seconds", ARRIVAL / 1000.0)
        .containsEntry("accounting_since_seconds", ARRIVAL / 1000.0)
        .containsKeys(
            "batch.read",
            "joins",
            "freed",
            "cells_to_zero",
            "buckets_held",
            "canary",
            "read_backs");
  }

  /** The newest value of each series of the region, by name and reason. */
  private static Map<String, Double> health(Config config, String region) throws Exception {
    Map<String, Double> values = new TreeMap<>();
    try (KairosReader reader = new KairosReader(VariometerConfig.from(config).kairos())) {
      for (String metric : reader.pipelineMetrics()) {
        reader.read(
            metric,
            Optional.empty(),
            KairosReader.BEGIN,
            KairosReader.END,
            stretch -> {
              PipelineSeries series = (PipelineSeries) stretch.series();
              if (series.region().equals(region)) {
                String reason = series.more().getOrDefault("reason", "");
                values.put(
                    (series.measure() + " " + reason).strip(),
                    stretch.values()[stretch.values().length - 1]);
              }
            });
      }
    }
    return values;
  }

  private static LogRecord record(String session, String text) {
    return new LogRecord(session.getBytes(UTF_8), text.getBytes(UTF_8), ARRIVAL);
  }

  private static String beacon(String id, long timestamp) {
    return """
        {"beaconId":"%s","sessionId":"%s","visitorId":"v","timestamp":%d,"type":"pageView"}"""
        .formatted(id, id, timestamp);
  }
}
