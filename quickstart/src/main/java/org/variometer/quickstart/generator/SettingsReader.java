package org.variometer.quickstart.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads settings from HOCON, going on after an error so that all are found. */
final class SettingsReader {
  private static final Set<String> VARIANT_KEYS =
      Set.of("name", "weight", "conversion", "order-value", "bounce", "load-time");
  private static final Set<String> EXPERIMENT_KEYS =
      Set.of("name", "sites", "traffic", "assign-at", "qualify-at", "variants");
  private static final Set<String> VISIT_KEYS =
      Set.of(
          "returning",
          "bounce",
          "conversion",
          "order-value",
          "page-views",
          "think-time",
          "page-load");

  private final Config root;
  private final ConfigValues values = new ConfigValues();

  SettingsReader(Config root) {
    this.root = root;
  }

  /** The settings, or {@link SettingsException} with everything that is wrong. */
  GeneratorSettings settings() {
    GeneratorSettings settings = null;
    try {
      settings = read();
    } catch (SettingsException e) {
      values.problems().addAll(e.problems());
    }
    if (settings == null || !values.problems().isEmpty()) {
      throw new SettingsException(values.problems());
    }
    return settings;
  }

  private GeneratorSettings read() {
    values.keys(root, "lateness", Set.of("min", "max"));
    values.keys(root, "visits", VISIT_KEYS);
    return new GeneratorSettings(
        values.value(root, "", "seed", 1L, "an integer", c -> c.getLong("seed")),
        values.value(root, "", "events", 1L, "an integer", c -> c.getLong("events")),
        start(),
        values.time(root, "", "span", Duration.ofHours(1)),
        values.text(root, "", "currency", "USD"),
        values.value(
            root,
            "",
            "max-session-beacons",
            5000,
            "an integer",
            c -> c.getInt("max-session-beacons")),
        values.time(root, "", "lateness.min", Duration.ofHours(1)),
        values.time(root, "", "lateness.max", Duration.ofHours(70)),
        new VisitSettings(
            values.number(root, "", "visits.returning", 0.5),
            values.number(root, "", "visits.bounce", 0.5),
            values.number(root, "", "visits.conversion", 0.5),
            values.number(root, "", "visits.order-value", 1),
            values.number(root, "", "visits.page-views", 2),
            values.time(root, "", "visits.think-time", Duration.ofSeconds(1)),
            values.time(root, "", "visits.page-load", Duration.ofSeconds(1))),
        sites(),
        experiments(),
        shares());
  }

  private Instant start() {
    String allowed = "an instant like 2026-11-20T22:30:00Z";
    return values.value(
        root,
        "",
        "start",
        Instant.EPOCH.plus(Duration.ofDays(20_000)),
        allowed,
        c -> instant(c.getString("start")));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ConfigException.BadValue("start", "not an instant", e);
    }
  }

  private List<SiteSettings> sites() {
    List<SiteSettings> sites = new ArrayList<>();
    int before = values.problems().size();
    List<? extends Config> configs = values.configs(root, "", "sites");
    for (int i = 0; i < configs.size(); i++) {
      Config site = configs.get(i);
      String at = "sites." + i + ".";
      values.unknown(site, at, Set.of("name", "weight"));
      sites.add(
          new SiteSettings(
              values.text(site, at, "name", "site" + i), values.number(site, at, "weight", 1)));
    }
    // A broken list is one problem, not also an empty one.
    return configs.isEmpty() && values.problems().size() > before
        ? List.of(new SiteSettings("any", 1))
        : sites;
  }

  private List<ExperimentSettings> experiments() {
    List<ExperimentSettings> experiments = new ArrayList<>();
    List<? extends Config> configs = values.configs(root, "", "experiments");
    for (int i = 0; i < configs.size(); i++) {
      Config experiment = configs.get(i);
      String at = "experiments." + i + ".";
      values.unknown(experiment, at, EXPERIMENT_KEYS);
      experiments.add(
          new ExperimentSettings(
              values.text(experiment, at, "name", "experiment" + i),
              experiment.hasPath("sites")
                  ? values.value(
                      experiment,
                      at,
                      "sites",
                      List.of(),
                      "a list of names",
                      c -> c.getStringList("sites"))
                  : List.of(),
              values.factor(experiment, at, "traffic"),
              step(experiment, at, "assign-at"),
              step(experiment, at, "qualify-at"),
              variants(experiment, at)));
    }
    return experiments;
  }

  private List<VariantSettings> variants(Config experiment, String path) {
    List<VariantSettings> variants = new ArrayList<>();
    int before = values.problems().size();
    List<? extends Config> configs = values.configs(experiment, path, "variants");
    for (int i = 0; i < configs.size(); i++) {
      Config variant = configs.get(i);
      String at = path + "variants." + i + ".";
      values.unknown(variant, at, VARIANT_KEYS);
      variants.add(
          new VariantSettings(
              values.text(variant, at, "name", "variant" + i),
              values.factor(variant, at, "weight"),
              values.factor(variant, at, "conversion"),
              values.factor(variant, at, "order-value"),
              values.factor(variant, at, "bounce"),
              values.factor(variant, at, "load-time")));
    }
    return configs.isEmpty() && values.problems().size() > before
        ? List.of(new VariantSettings("any", 1, 1, 1, 1, 1))
        : variants;
  }

  private Shares shares() {
    Map<Disturbance, Double> shares = new EnumMap<>(Disturbance.class);
    Set<String> known = new TreeSet<>();
    for (Disturbance disturbance : Disturbance.values()) {
      if (disturbance.hasShare()) {
        known.add(disturbance.key());
        shares.put(disturbance, values.number(root, "", "shares." + disturbance.key(), 0));
      }
    }
    values.keys(root, "shares", known);
    return new Shares(shares);
  }

  private Step step(Config config, String path, String key) {
    List<String> steps = Arrays.stream(Step.values()).map(Step::key).toList();
    if (!config.hasPath(key)) {
      return key.equals("assign-at") ? Step.FIRST : Step.NEVER;
    }
    return values.value(
        config,
        path,
        key,
        Step.FIRST,
        "one of " + steps,
        c -> {
          int index = steps.indexOf(c.getString(key));
          if (index < 0) {
            throw new ConfigException.BadValue(key, "unknown step");
          }
          return Step.values()[index];
        });
  }
}
