package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.quickstart.generator.Disturbance;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.SiteSettings;
import org.variometer.quickstart.generator.TrafficGenerator;

/**
 * Synthetic traffic in which much goes wrong, over hours of arrival: sessions are cut, joined,
 * retracted, quarantined and freed.
 */
record GeneratedLog(List<LogRecord> records) {
  private static final int MAX_BEACONS = 200;
  private static final Instant START = Instant.parse("2024-11-20T22:10:00Z");

  /** What the generator and the analysis have to agree on: {@code variometer.…} keys. */
  static final String MAX_BEACONS_KEY = "variometer.session.max-beacons";

  static String maxBeacons() {
    return Integer.toString(MAX_BEACONS);
  }

  /** Traffic on sites that begin with {@code sites}. */
  static GeneratedLog of(long seed, int events, String sites) throws IOException {
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
                Duration.ofHours(5),
                defaults.visits(),
                List.of(new SiteSettings(sites + ".shop", 2), new SiteSettings(sites + ".b,c", 1)),
                defaults.experiments().stream().filter(e -> e.sites().isEmpty()).toList(),
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
    List<LogRecord> records = new ArrayList<>();
    new TrafficGenerator(settings)
        .run(
            (arrival, key, buffer, offset, length) ->
                records.add(
                    new LogRecord(
                        key.isEmpty() ? null : key.getBytes(UTF_8),
                        Arrays.copyOfRange(buffer, offset, offset + length),
                        arrival)));
    return new GeneratedLog(records);
  }

  /** From the first arrival to the last. */
  Duration length() {
    return Duration.ofMillis(records.get(records.size() - 1).arrival() - records.get(0).arrival());
  }

  /** What {@code metrics --as-stream} finds in the same records. */
  MetricsReport asStream(Config config, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("records.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (LogRecord record : records) {
        out.write(record.value());
        out.write('\n');
      }
    }
    return new LocalMetrics(VariometerConfig.from(config), View.STREAM, 2)
        .run(List.of(new BeaconFile(file.toString())), bytes -> {});
  }

  /** The rows of a report as they are exported. */
  static List<String> rows(MetricsReport report) {
    Stream.Builder<String> rows = Stream.builder();
    report.rows(row -> rows.add(row.toCsv()));
    return rows.build().toList();
  }
}
