package org.variometer.stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import org.variometer.codec.Sha256;
import org.variometer.spark.Rules;
import org.variometer.store.manifest.RecordedRules;

/**
 * What of a configuration decides the stream's numbers: two regions with the same come to the same
 * numbers of the same records, wherever they run.
 */
final class NumbersRules {
  private static final int HEX_DIGITS = 16;

  /** Where the secret lies may differ; what it makes of a visitor may not. */
  private static final String VISITOR = "variometer.visitor";

  private static final List<String> OF_STREAM =
      List.of("variometer.stream.hold-hours", "variometer.stream.exact-visitors");

  private NumbersRules() {}

  /** A short form, the same for equal rules. */
  static String digest(Rules rules) {
    Config all = rules.config();
    Config recorded = ConfigFactory.parseString(RecordedRules.of(all)).withoutPath(VISITOR);
    Sha256 digest = new Sha256().add(text(recorded.root())).add(rules.visitorKey());
    OF_STREAM.forEach(key -> digest.add(text(all.getValue(key))));
    return digest.hex(HEX_DIGITS);
  }

  /** Without where it was read. */
  private static String text(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }
}
