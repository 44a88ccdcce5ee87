package org.variometer.cli;

import com.typesafe.config.Config;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.variometer.config.ConfigurationException;
import org.variometer.config.VariometerConfig;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.SettingsException;
import picocli.CommandLine.Option;

/** The configuration, for every command that has rules to follow. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (HOCON) over the defaults of deploy/conf/reference.conf.")
  private File file;

  /**
   * The rules of beacons, sessions and metrics.
   *
   * @param options keys and values given with {@code -D}
   * @throws ConfigurationException with all errors at once
   */
  VariometerConfig rules(Map<String, String> options) {
    return VariometerConfig.from(load(options));
  }

  /**
   * The settings of the generator, the rules being checked with them.
   *
   * @param options keys and values given with {@code -D}
   * @param overrides keys and values from the command's own options, over all others
   * @throws ConfigurationException with all errors at once
   */
  GeneratorSettings generator(Map<String, String> options, Config overrides) {
    Config config = overrides.withFallback(load(options));
    List<String> errors = new ArrayList<>();
    try {
      VariometerConfig.from(config);
    } catch (ConfigurationException e) {
      errors.addAll(e.errors());
    }
    GeneratorSettings settings = null;
    try {
      settings = GeneratorSettings.from(config.getConfig("variometer.generate"));
    } catch (SettingsException e) {
      errors.addAll(e.problems());
    }
    if (!errors.isEmpty()) {
      throw new ConfigurationException(errors);
    }
    return settings;
  }

  /**
   * The configuration as it was given; checked when it is read.
   *
   * @param options keys and values given with {@code -D}
   */
  Config load(Map<String, String> options) {
    return VariometerConfig.load(Optional.ofNullable(file), options);
  }
}
