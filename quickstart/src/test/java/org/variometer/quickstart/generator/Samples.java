package org.variometer.quickstart.generator;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings and runs for the tests. */
public final class Samples {
  private Samples() {}

  /** A record as the sink got it; the text is Latin-1, so that every byte is kept. */
  record Line(long arrival, String key, String text) {}

  /** The reference configuration's. */
  public static GeneratorSettings defaults() {
    return GeneratorSettings.from(
        ConfigFactory.defaultReference().getConfig("variometer.generate"));
  }

  /** Settings that no configuration changes: every session and every second beacon is disturbed. */
  public static GeneratorSettings stormy() {
    Map<Disturbance, Double> shares = new HashMap<>();
    for (Disturbance disturbance : Disturbance.values()) {
      if (disturbance.hasShare()) {
        boolean ofSession = Disturbance.SCENARIOS.contains(disturbance);
        shares.put(disturbance, ofSession ? 0.1 : 0.05);
      }
    }
    Shares calm =
        new Shares(shares)
            .with(Disturbance.QUARANTINE, 0)
            .with(Disturbance.OVERSIZED, 0)
            .with(Disturbance.BRIDGED_GAP, 0.4)
            .with(Disturbance.REPEATED_ORDER_IN_LATER_VISIT, 0.5)
            .with(Disturbance.DUPLICATE_LAST_STANDS, 0.5);
    return new GeneratorSettings(
        42,
        5_000,
        Instant.parse("2026-11-20T23:00:00Z"),
        Duration.ofHours(2),
        "USD",
        5_000,
        Duration.ofHours(1),
        Duration.ofHours(70),
        new VisitSettings(0.4, 0.2, 0.5, 60, 6, Duration.ofSeconds(30), Duration.ofMillis(900)),
        List.of(new SiteSettings("shop", 2), new SiteSettings("outlet", 1)),
        List.of(
            experiment("ranking", Step.FIRST, Step.CART, plain("control"), plain("other")),
            experiment("checkout", Step.CART, Step.CHECKOUT, plain("control"), plain("short")),
            experiment("badge", Step.NEVER, Step.PRODUCT, plain("control"), plain("red"))),
        calm);
  }

  /** The same, and nothing goes wrong. */
  public static GeneratorSettings undisturbed() {
    return stormy().withShares(Shares.none());
  }

  static ExperimentSettings experiment(
      String name, Step assignAt, Step qualifyAt, VariantSettings... variants) {
    return new ExperimentSettings(name, List.of(), 1, assignAt, qualifyAt, List.of(variants));
  }

  static VariantSettings plain(String name) {
    return new VariantSettings(name, 1, 1, 1, 1, 1);
  }

  static List<Line> lines(TrafficGenerator generator) throws IOException {
    List<Line> lines = new ArrayList<>();
    generator.run(
        (arrival, key, buffer, offset, length) ->
            lines.add(
                new Line(
                    arrival,
                    key,
                    new String(buffer, offset, length, StandardCharsets.ISO_8859_1))));
    return lines;
  }

  static List<Line> lines(GeneratorSettings settings) throws IOException {
    return lines(new TrafficGenerator(settings));
  }

  static Truth truth(GeneratorSettings settings) throws IOException {
    TrafficGenerator generator = new TrafficGenerator(settings);
    generator.run((arrival, key, buffer, offset, length) -> {});
    return generator.truth();
  }
}
