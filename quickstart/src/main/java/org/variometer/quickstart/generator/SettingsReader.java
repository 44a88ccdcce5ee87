package org.variometer.quickstart.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueType;
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
import java.util.function.Function;

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
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Config root) {
    this.root = root;
  }

  /** The settings, or {@link SettingsException} with everything that is wrong. */
  GeneratorSettings settings() {
    GeneratorSettings settings = null;
    try {
      settings = read();
    } catch (SettingsException e) {
      problems.addAll(e.problems());
    }
    if (settings == null || !problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  private GeneratorSettings read() {
    keys(root, "lateness", Set.of("min", "max"));
    keys(root, "visits", VISIT_KEYS);
    return new GeneratorSettings(
        value(root, "", "seed", 1L, "an integer", c -> c.getLong("seed")),
        value(root, "", "events", 1L, "an integer", c -> c.getLong("events")),
        start(),
        time(root, "", "span", Duration.ofHours(1)),
        text(root, "", "currency", "USD"),
        value(
            root,
            "",
            "max-session-beacons",
            5000,
            "an integer",
            c -> c.getInt("max-session-beacons")),
        time(root, "", "lateness.min", Duration.ofHours(1)),
        time(root, "", "lateness.max", Duration.ofHours(70)),
        new VisitSettings(
            number(root, "", "visits.returning", 0.5),
            number(root, "", "visits.bounce", 0.5),
            number(root, "", "visits.conversion", 0.5),
            number(root, "", "visits.order-value", 1),
            number(root, "", "visits.page-views", 2),
            time(root, "", "visits.think-time", Duration.ofSeconds(1)),
            time(root, "", "visits.page-load", Duration.ofSeconds(1))),
        sites(),
        experiments(),
        shares());
  }

  private Instant start() {
    String allowed = "an instant like 2026-11-20T22:30:00Z";
    return value(
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
    List<? extends Config> configs = configs(root, "", "sites");
    for (int i = 0; i < configs.size(); i++) {
      Config site = configs.get(i);
      String at = "sites." + i + ".";
      unknown(site, at, Set.of("name", "weight"));
      sites.add(
          new SiteSettings(text(site, at, "name", "site" + i), number(site, at, "weight", 1)));
    }
    // A broken list is one problem, not also an empty one.
    return configs.isEmpty() && !problems.isEmpty() ? List.of(new SiteSettings("any", 1)) : sites;
  }

  private List<ExperimentSettings> experiments() {
    List<ExperimentSettings> experiments = new ArrayList<>();
    List<? extends Config> configs = configs(root, "", "experiments");
    for (int i = 0; i < configs.size(); i++) {
      Config experiment = configs.get(i);
      String at = "experiments." + i + ".";
      unknown(experiment, at, EXPERIMENT_KEYS);
      experiments.add(
          new ExperimentSettings(
              text(experiment, at, "name", "experiment" + i),
              experiment.hasPath("sites")
                  ? value(
                      experiment,
                      at,
                      "sites",
                      List.of(),
                      "a list of names",
                      c -> c.getStringList("sites"))
                  : List.of(),
              factor(experiment, at, "traffic"),
              step(experiment, at, "assign-at"),
              step(experiment, at, "qualify-at"),
              variants(experiment, at)));
    }
    return experiments;
  }

  private List<VariantSettings> variants(Config experiment, String path) {
    List<VariantSettings> variants = new ArrayList<>();
    int before = problems.size();
    List<? extends Config> configs = configs(experiment, path, "variants");
    for (int i = 0; i < configs.size(); i++) {
      Config variant = configs.get(i);
      String at = path + "variants." + i + ".";
      unknown(variant, at, VARIANT_KEYS);
      variants.add(
          new VariantSettings(
              text(variant, at, "name", "variant" + i),
              factor(variant, at, "weight"),
              factor(variant, at, "conversion"),
              factor(variant, at, "order-value"),
              factor(variant, at, "bounce"),
              factor(variant, at, "load-time")));
    }
    return configs.isEmpty() && problems.size() > before
        ? List.of(new VariantSettings("any", 1, 1, 1, 1, 1))
        : variants;
  }

  private Shares shares() {
    Map<Disturbance, Double> shares = new EnumMap<>(Disturbance.class);
    Set<String> known = new TreeSet<>();
    for (Disturbance disturbance : Disturbance.values()) {
      if (disturbance.hasShare()) {
        known.add(disturbance.key());
        shares.put(disturbance, number(root, "", "shares." + disturbance.key(), 0));
      }
    }
    keys(root, "shares", known);
    return new Shares(shares);
  }

  private Step step(Config config, String path, String key) {
    List<String> steps = Arrays.stream(Step.values()).map(Step::key).toList();
    if (!config.hasPath(key)) {
      return key.equals("assign-at") ? Step.FIRST : Step.NEVER;
    }
    return value(
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

  private double factor(Config config, String path, String key) {
    return config.hasPath(key) ? number(config, path, key, 1) : 1;
  }

  private double number(Config config, String path, String key, double fallback) {
    return value(config, path, key, fallback, "a number", c -> c.getDouble(key));
  }

  private String text(Config config, String path, String key, String fallback) {
    return value(config, path, key, fallback, "a text", c -> c.getString(key));
  }

  private Duration time(Config config, String path, String key, Duration fallback) {
    return value(config, path, key, fallback, "a duration like 90s or 3h", c -> c.getDuration(key));
  }

  private List<? extends Config> configs(Config config, String path, String key) {
    return value(
        config,
        path,
        key,
        List.<Config>of(),
        "a list of objects",
        c -> List.copyOf(c.getConfigList(key)));
  }

  private <T> T value(
      Config config,
      String path,
      String key,
      T fallback,
      String allowed,
      Function<Config, T> getter) {
    try {
      return getter.apply(config);
    } catch (ConfigException.Missing e) {
      problems.add(SettingsCheck.message(path + key, "(absent)", allowed));
    } catch (ConfigException e) {
      problems.add(SettingsCheck.message(path + key, shown(config, key), allowed));
    }
    return fallback;
  }

  private static String shown(Config config, String key) {
    try {
      return config.getValue(key).render(ConfigRenderOptions.concise());
    } catch (ConfigException e) {
      return "(unreadable)";
    }
  }

  private void keys(Config config, String key, Set<String> known) {
    if (config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT) {
      unknown(config.getConfig(key), key + ".", known);
    }
  }

  private void unknown(Config config, String path, Set<String> known) {
    for (String key : new TreeSet<>(config.root().keySet())) {
      if (!known.contains(key)) {
        String value = config.root().get(key).render(ConfigRenderOptions.concise());
        problems.add(
            SettingsCheck.message(
                path + key, value, "no such key; known are " + new TreeSet<>(known)));
      }
    }
  }
}
