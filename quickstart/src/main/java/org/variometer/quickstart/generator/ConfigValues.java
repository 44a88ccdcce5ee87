package org.variometer.quickstart.generator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Gets values out of HOCON; where one can't be had, notes the problem and gives a fallback. */
final class ConfigValues {
  private final List<String> problems = new ArrayList<>();

  /** Those noted so far; more can be added. */
  List<String> problems() {
    return problems;
  }

  double factor(Config config, String path, String key) {
    return config.hasPath(key) ? number(config, path, key, 1) : 1;
  }

  double number(Config config, String path, String key, double fallback) {
    return value(config, path, key, fallback, "a number", c -> c.getDouble(key));
  }

  String text(Config config, String path, String key, String fallback) {
    return value(config, path, key, fallback, "a text", c -> c.getString(key));
  }

  Duration time(Config config, String path, String key, Duration fallback) {
    return value(config, path, key, fallback, "a duration like 90s or 3h", c -> c.getDuration(key));
  }

  List<? extends Config> configs(Config config, String path, String key) {
    return value(
        config,
        path,
        key,
        List.<Config>of(),
        "a list of objects",
        c -> List.copyOf(c.getConfigList(key)));
  }

  <T> T value(
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

  void keys(Config config, String key, Set<String> known) {
    if (config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT) {
      unknown(config.getConfig(key), key + ".", known);
    }
  }

  void unknown(Config config, String path, Set<String> known) {
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
