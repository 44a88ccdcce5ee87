package org.variometer.spark;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import org.variometer.config.VariometerConfig;

/**
 * The configuration as tasks carry it: as text, read once in each process. It names the files of
 * secrets, never the secrets.
 */
public final class Rules implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final ConcurrentHashMap<String, VariometerConfig> READ = new ConcurrentHashMap<>();

  private final String config;

  /** Carries a loaded configuration. */
  public Rules(Config config) {
    this.config = config.root().render(ConfigRenderOptions.concise());
  }

  /** What the configuration says. */
  public VariometerConfig get() {
    return READ.computeIfAbsent(
        config, text -> VariometerConfig.from(ConfigFactory.parseString(text)));
  }

  /** The configuration's text, the same for equal configurations. */
  public String text() {
    return config;
  }
}
