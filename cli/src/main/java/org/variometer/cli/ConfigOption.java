package org.variometer.cli;

import com.typesafe.config.Config;
import java.io.File;
import java.util.Optional;
import org.variometer.config.VariometerConfig;
import picocli.CommandLine.Option;

/** The configuration file, for every command that has rules to follow. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (HOCON) over the defaults of deploy/conf/reference.conf.")
  private File file;

  /** All of the configuration, not checked yet. */
  Config load() {
    return VariometerConfig.load(Optional.ofNullable(file));
  }
}
