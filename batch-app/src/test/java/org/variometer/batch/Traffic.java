package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.variometer.quickstart.generator.Disturbance;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;

/**
 * Synthetic traffic in which much goes wrong, over hours and a midnight: visits are joined, cut and
 * retracted, visitors change variants, sessions are quarantined.
 */
final class Traffic {
  static final int MAX_BEACONS = 200;

  private static final Instant START = Instant.parse("2024-11-20T21:10:00Z");

  private Traffic() {}

  /**
   * In the order in which it is generated, which is that of arrival.
   *
   * @param lateness how late a late beacon is at most, from an hour to 70
   */
  static List<Line> of(long seed, int events, Duration lateness) throws IOException {
    GeneratorSettings defaults =
        GeneratorSettings.from(
            ConfigFactory.parseString("variometer.generate.max-session-beacons=" + MAX_BEACONS)
                .withFallback(ConfigFactory.defaultReference())
                .resolve()
                .getConfig("variometer.generate"));
    GeneratorSettings settings =
        new GeneratorSettings(
                seed,
                events,
                START,
                Duration.ofHours(4),
                defaults.currency(),
                MAX_BEACONS,
                Duration.ofHours(1),
                lateness,
                defaults.visits(),
                defaults.sites(),
                defaults.experiments(),
                defaults.shares())
            .withShare(Disturbance.QUARANTINE, 0.01);
    for (Disturbance scenario :
        List.of(
            Disturbance.SECOND_VISIT,
            Disturbance.JOINED_VISITS,
            Disturbance.ARRIVAL_CUT,
            Disturbance.LATE_BEACON,
            Disturbance.EXACT_GAP,
            Disturbance.VARIANT_SWITCH_WITHIN_VISIT)) {
      settings = settings.withShare(scenario, 0.1);
    }
    List<Line> lines = new ArrayList<>();
    new TrafficGenerator(settings)
        .run(
            (arrival, key, buffer, offset, length) ->
                lines.add(new Line(arrival, new String(buffer, offset, length, UTF_8))));
    return lines;
  }
}
