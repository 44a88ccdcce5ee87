package org.variometer.store.manifest;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.variometer.config.VariometerConfig;

/**
 * The part of the configuration that decides what records mean, as a manifest records it: a slot
 * that is run again later can be run by the same rules. It names files of secrets, never secrets.
 */
public final class RecordedRules {
  private static final List<String> SECTIONS =
      List.of("session", "order", "currency", "visitor", "site", "metrics");
  private static final String ROOT = "variometer.";
  private static final String CUSTOM = "metrics.custom";
  private static final String CURRENCY = "currency.reporting";

  private RecordedRules() {}

  /** That part of a configuration, as JSON. */
  public static String of(Config config) {
    Config rules = ConfigFactory.empty();
    for (String section : SECTIONS) {
      rules = rules.withValue(ROOT + section, config.getValue(ROOT + section));
    }
    return rules.root().render(ConfigRenderOptions.concise());
  }

  /** What the custom metrics of a recorded part measure, by name, in words. */
  public static SortedMap<String, String> metrics(String recorded) {
    SortedMap<String, String> metrics = new TreeMap<>();
    for (Config metric : ConfigFactory.parseString(recorded).getConfigList(ROOT + CUSTOM)) {
      metrics.put(
          metric.getString("name"),
          metric.getString("measure") + " of " + metric.getString("event"));
    }
    return metrics;
  }

  /** The code of the currency in which a recorded part has amounts. */
  public static String currency(String recorded) {
    return ConfigFactory.parseString(recorded).getString(ROOT + CURRENCY);
  }

  /** A configuration with that part as it was recorded; what it had not yet is as by default. */
  public static Config applied(String recorded, Config config) {
    Config rest = config;
    for (String section : SECTIONS) {
      rest = rest.withoutPath(ROOT + section);
    }
    return ConfigFactory.parseString(recorded)
        .withFallback(rest)
        .withFallback(VariometerConfig.reference())
        .resolve();
  }
}
