package org.variometer.monitor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.variometer.config.MonitorSettings;
import org.variometer.config.VariometerConfig;

/** The monitor's settings by the names of their keys. */
public final class TestSettings {
  private TestSettings() {}

  /** The defaults but for these keys below {@code variometer.monitor}. */
  public static MonitorSettings of(Map<String, String> keys) {
    Map<String, String> options = new TreeMap<>();
    keys.forEach((key, value) -> options.put("variometer.monitor." + key, value));
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), options)).monitor();
  }

  /** The keys of a monitor that starts the stream by commands. */
  public static Map<String, String> byCommand() {
    Map<String, String> keys = new TreeMap<>();
    keys.put("restart.by", "command");
    keys.put("restart.stop-command.0", "stop");
    keys.put("restart.start-command.0", "start");
    return keys;
  }
}
