package org.variometer.catalogue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.variometer.config.ConfigurationException;
import org.variometer.readout.ReadoutMetrics;

/**
 * A file of experiments in HOCON; {@code deploy/conf/experiments.example.conf} shows all that can
 * be said. It is checked whole: everything that is wrong is said at once, each with where it stands
 * and what is to be there.
 */
public final class CatalogueFile {
  private static final String EXPERIMENTS = "experiments";

  private CatalogueFile() {}

  /**
   * Reads a file.
   *
   * @param metrics the metrics that there are
   * @throws ConfigurationException with all errors at once, also if there is no such file
   */
  public static ExperimentCatalogue read(File file, ReadoutMetrics metrics) {
    try {
      return of(
          ConfigFactory.parseFile(file, ConfigParseOptions.defaults().setAllowMissing(false))
              .resolve(),
          metrics);
    } catch (ConfigException e) {
      throw new ConfigurationException(List.of("the catalogue can't be read: " + e.getMessage()));
    }
  }

  /**
   * Reads what a file says.
   *
   * @throws ConfigurationException with all errors at once
   */
  static ExperimentCatalogue of(Config config, ReadoutMetrics metrics) {
    Errors errors = new Errors();
    Fields root = new Fields("", config.root(), errors);
    root.allowOnly(Set.of(EXPERIMENTS));
    Map<String, String> pathById = new HashMap<>();
    List<Experiment> experiments = new ArrayList<>();
    ConfigValue list = root.value(EXPERIMENTS);
    if (list instanceof ConfigList entries) {
      for (int i = 0; i < entries.size(); i++) {
        String path = EXPERIMENTS + "[" + i + "]";
        Fields fields = errors.block(path, entries.get(i));
        ExperimentReader reader = new ExperimentReader(fields, metrics);
        Experiment experiment = reader.read();
        String other = pathById.putIfAbsent(experiment.id(), path);
        if (other != null && !experiment.id().isEmpty()) {
          fields.reject("id", "an id of its own: " + other + " has it");
        }
        experiments.add(experiment);
      }
    } else {
      root.reject(EXPERIMENTS, "a list of experiments: experiments = [{id = …}, …]");
    }
    errors.throwIfAny();
    return new ExperimentCatalogue(experiments, metrics);
  }
}
