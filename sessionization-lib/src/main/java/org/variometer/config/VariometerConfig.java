package org.variometer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.variometer.beacon.BeaconRules;
import org.variometer.beacon.CustomMetric;
import org.variometer.beacon.Enrichment;
import org.variometer.beacon.Micros;
import org.variometer.beacon.TextForm;
import org.variometer.metric.MetricCatalog;

/**
 * What the configuration says, checked.
 *
 * @param maxBeacons distinct beacons in a session beyond which it is quarantined
 * @param beaconRules what holds for beacons
 * @param catalog all metrics, the declared ones included
 * @param catalogue the file of the catalogue of experiments, if there is one
 * @param region where this pipeline runs
 * @param kairos how KairosDB is reached and written to
 * @param kafka how Kafka is reached
 * @param zooKeeper how ZooKeeper is reached
 * @param stream how the streaming app runs
 * @param batch how the batch app runs
 * @param monitor how the monitor runs
 */
public record VariometerConfig(
    int maxBeacons,
    BeaconRules beaconRules,
    MetricCatalog catalog,
    Optional<File> catalogue,
    String region,
    KairosSettings kairos,
    KafkaSettings kafka,
    ZooKeeperSettings zooKeeper,
    StreamSettings stream,
    BatchSettings batch,
    MonitorSettings monitor) {
  private static final String ROOT = "variometer";
  private static final int MAX_CUSTOM_METRICS = 1000;
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> MAPS =
      Set.of(
          "variometer.currency.rates",
          "variometer.site.mapping",
          StreamSettingsReader.KAFKA_PROPERTIES,
          StreamSettingsReader.SPARK_PROPERTIES,
          BatchSettingsReader.SPARK_PROPERTIES,
          MonitorSettingsReader.SPARK_PROPERTIES);

  /** Converted amounts stay below 10⁹ units, like amounts as sent: 9,223 of them fit 64 bits. */
  private static final BigDecimal MAX_CONVERTED =
      BigDecimal.valueOf(1_000_000_000).movePointRight(6);

  /**
   * Loads the configuration: environment variables ({@code CONFIG_FORCE_…}, see the reference)
   * before options before the file before the reference.
   *
   * @param file the file given with {@code --config}
   * @param options keys and values given with {@code -D}
   * @throws ConfigurationException with all errors at once
   */
  public static Config load(Optional<File> file, Map<String, String> options) {
    List<String> errors = new ArrayList<>();
    for (String key : new TreeMap<>(options).keySet()) {
      if (!key.startsWith(ROOT + ".")) {
        errors.add(key + ": no such key (-D); keys begin with " + ROOT + ".");
      }
    }
    Config reference = reference();
    try {
      Config environment = ConfigFactory.systemEnvironmentOverrides().withOnlyPath(ROOT);
      Config given = ConfigFactory.parseMap(options, "-D").withOnlyPath(ROOT);
      Config fromFile =
          file.map(
                  f ->
                      ConfigFactory.parseFile(
                          f, ConfigParseOptions.defaults().setAllowMissing(false)))
              .orElse(ConfigFactory.empty());
      for (Config layer : List.of(environment, given, fromFile)) {
        errors.addAll(ConfigReader.replacedBlocks(layer.root(), reference.root()));
      }
      if (!errors.isEmpty()) {
        throw new ConfigurationException(errors);
      }
      return environment
          .withFallback(given)
          .withFallback(fromFile)
          .withFallback(reference)
          .resolve();
    } catch (ConfigException e) {
      throw new ConfigurationException(List.of(e.getMessage()));
    }
  }

  /** The documented defaults: the file itself, without what Typesafe Config lays over it. */
  public static Config reference() {
    return ConfigFactory.parseResources(VariometerConfig.class.getClassLoader(), "reference.conf")
        .withOnlyPath(ROOT);
  }

  /**
   * Checks and reads a loaded configuration.
   *
   * @throws ConfigurationException with all errors at once
   */
  public static VariometerConfig from(Config config) {
    ConfigReader reader = new ConfigReader(config);
    reader.rejectUnknownKeys(reference().root(), MAPS);
    int maxBeacons = reader.integer("variometer.session.max-beacons", 1, 1_000_000);
    long maxRevenue = maxRevenue(reader);
    Enrichment enrichment =
        new Enrichment(
            reportingCurrency(reader),
            rates(reader, maxRevenue),
            siteMapping(reader),
            VisitorKey.read(config, reader));
    List<CustomMetric> customMetrics = customMetrics(reader);
    Optional<File> catalogue = catalogue(config, reader);
    KairosSettings kairos = KairosSettingsReader.read(config, reader);
    String region = StreamSettingsReader.region(reader);
    KafkaSettings kafka = StreamSettingsReader.kafka(reader);
    ZooKeeperSettings zooKeeper = StreamSettingsReader.zooKeeper(config, reader);
    StreamSettings stream = StreamSettingsReader.stream(reader);
    BatchSettings batch = BatchSettingsReader.read(reader);
    MonitorSettings monitor = MonitorSettingsReader.read(config, reader);
    if (!reader.errors().isEmpty()) {
      throw new ConfigurationException(reader.errors());
    }
    return new VariometerConfig(
        maxBeacons,
        BeaconRules.of(maxRevenue, customMetrics, enrichment),
        new MetricCatalog(customMetrics),
        catalogue,
        region,
        kairos,
        kafka,
        zooKeeper,
        stream,
        batch,
        monitor);
  }

  /** Not looked into here: apps that read nothing out have no need of it. */
  private static Optional<File> catalogue(Config config, ConfigReader reader) {
    String path = "variometer.catalogue";
    if (!config.hasPath(path)) {
      return Optional.empty();
    }
    String file = reader.text(path, "the path of a file, or null");
    return file.isEmpty() ? Optional.empty() : Optional.of(new File(file));
  }

  private static long maxRevenue(ConfigReader reader) {
    String path = "variometer.order.max-revenue";
    String allowed = "a decimal from 0 to 999999999.999999 with up to 6 decimals";
    BigDecimal value = reader.decimal(path, allowed);
    if (value == null) {
      return 0;
    }
    BigDecimal micros = value.movePointRight(6).stripTrailingZeros();
    if (micros.scale() > 0
        || micros.signum() < 0
        || micros.compareTo(BigDecimal.valueOf(1_000_000_000L * Micros.PER_UNIT)) >= 0) {
      reader.reject(path, allowed);
      return 0;
    }
    return micros.longValueExact();
  }

  private static String reportingCurrency(ConfigReader reader) {
    String path = "variometer.currency.reporting";
    String allowed = "a currency code of three capital letters, like USD";
    String currency = reader.text(path, allowed);
    if (!currency.isEmpty() && !CURRENCY.matcher(currency).matches()) {
      reader.reject(path, allowed);
    }
    return currency;
  }

  private static Map<String, BigDecimal> rates(ConfigReader reader, long maxRevenue) {
    String path = "variometer.currency.rates";
    String allowed =
        "currency codes of three capital letters, each with an exact decimal above 0 by which an"
            + " order of the greatest revenue stays below 1000000000";
    Map<String, BigDecimal> rates = new TreeMap<>();
    reader
        .map(path, allowed)
        .forEach(
            (currency, value) -> {
              String at = path + "." + currency;
              BigDecimal rate = reader.decimal(at, value, allowed);
              if (rate == null) {
                return;
              }
              if (!CURRENCY.matcher(currency).matches()
                  || rate.signum() <= 0
                  || rate.multiply(BigDecimal.valueOf(maxRevenue)).compareTo(MAX_CONVERTED) >= 0) {
                reader.reject(at, value, allowed);
              } else {
                rates.put(currency, rate);
              }
            });
    return rates;
  }

  private static Map<String, String> siteMapping(ConfigReader reader) {
    String path = "variometer.site.mapping";
    String allowed =
        "sites as quoted names of 1 to 128 characters, each with the name of the site to count for";
    Map<String, String> mapping = new TreeMap<>();
    reader
        .map(path, allowed)
        .forEach(
            (site, value) -> {
              if (value.unwrapped() instanceof String target
                  && TextForm.of(target) == TextForm.GOOD
                  && TextForm.of(site) == TextForm.GOOD) {
                mapping.put(site, target);
              } else {
                reader.reject(path + "." + site, value, allowed);
              }
            });
    return mapping;
  }

  private static List<CustomMetric> customMetrics(ConfigReader reader) {
    String path = "variometer.metrics.custom";
    String allowed =
        "{name: [a-z][a-z0-9_]{0,63} that no other metric has, event: a name of 1 to 128"
            + " characters, measure: count, sum or visits}";
    List<CustomMetric> metrics = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<ConfigValue> declared = reader.list(path, "a list of " + allowed);
    if (declared.size() > MAX_CUSTOM_METRICS) {
      reader.reject(path, "at most " + MAX_CUSTOM_METRICS + " metrics");
    }
    for (int i = 0; i < declared.size(); i++) {
      Optional<CustomMetric> metric =
          declared.get(i) instanceof ConfigObject object ? customMetric(object) : Optional.empty();
      if (metric.isPresent() && names.add(metric.get().name())) {
        metrics.add(metric.get());
      } else {
        reader.reject(path + "[" + i + "]", declared.get(i), allowed);
      }
    }
    return metrics;
  }

  private static Optional<CustomMetric> customMetric(ConfigObject object) {
    String name = member(object, "name");
    String event = member(object, "event");
    boolean good =
        object.size() == 3
            && CustomMetric.NAME.matcher(name).matches()
            && !MetricCatalog.isReserved(name)
            && TextForm.of(event) == TextForm.GOOD;
    return good
        ? measure(member(object, "measure")).map(measure -> new CustomMetric(name, event, measure))
        : Optional.empty();
  }

  private static String member(ConfigObject object, String key) {
    ConfigValue value = object.get(key);
    return value != null && value.unwrapped() instanceof String text ? text : "";
  }

  private static Optional<CustomMetric.Measure> measure(String name) {
    for (CustomMetric.Measure measure : CustomMetric.Measure.values()) {
      if (measure.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }
}
