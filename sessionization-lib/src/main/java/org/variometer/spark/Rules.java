package org.variometer.spark;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import org.variometer.codec.Sha256;
import org.variometer.config.VariometerConfig;

/**
 * The configuration as tasks carry it: as text, read once in each process. It names the files of
 * secrets, never the secrets.
 */
public final class Rules implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int HEX_DIGITS = 16;

  private static final ConcurrentHashMap<String, VariometerConfig> READ = new ConcurrentHashMap<>();

  /** What the secret of the visitors' hash makes of it tells two secrets apart. */
  private static final String ANY_VISITOR = "variometer";

  private final String config;
  private final String hashedVisitor;

  /** Carries a loaded configuration. */
  public Rules(Config config) {
    this.config = config.root().render(ConfigRenderOptions.concise());
    this.hashedVisitor = hashedVisitor(read());
  }

  /**
   * What the configuration says.
   *
   * @throws IllegalStateException if this process has another secret of the visitors' hash than the
   *     one that made the rules: its visitors would be others, or not hashed at all
   */
  public VariometerConfig get() {
    return checked(read());
  }

  /** The configuration as it was loaded. */
  public Config config() {
    return ConfigFactory.parseString(config);
  }

  VariometerConfig checked(VariometerConfig rules) {
    if (!hashedVisitor(rules).equals(hashedVisitor)) {
      throw new IllegalStateException(
          "the secret of the visitors' hash is not that of the driver in this process: give it to"
              + " every executor, by VARIOMETER_VISITOR_HASH_KEY or"
              + " variometer.visitor.hash-key-file");
    }
    return rules;
  }

  private VariometerConfig read() {
    return READ.computeIfAbsent(config, text -> VariometerConfig.from(config()));
  }

  private static String hashedVisitor(VariometerConfig rules) {
    return rules.beaconRules().enrichment().visitor(ANY_VISITOR);
  }

  /** A short form of {@link #text}. */
  public String digest() {
    return new Sha256().add(text()).hex(HEX_DIGITS);
  }

  /** Tells one secret of the visitors' hash from any other, without giving it away. */
  public String visitorKey() {
    return new Sha256().add(hashedVisitor).hex(HEX_DIGITS);
  }

  /** A text that is the same for equal configurations with equal secrets of the visitors' hash. */
  public String text() {
    return config + hashedVisitor;
  }
}
