package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code deploy/conf/reference.conf} documents every key, and its defaults are good ones. */
class ReferenceConfigurationTest {
  private static final Path FILE = Path.of("../deploy/conf/reference.conf");

  private final Config reference = ConfigFactory.parseFile(FILE.toFile());

  @Test
  void everyKeyHasACommentThatSaysWhatItIs() {
    SortedMap<String, ConfigValue> keys = new TreeMap<>();
    collect("", reference.root(), keys);
    assertThat(keys).containsKeys("variometer.session.max-beacons", "variometer.currency.rates");
    assertThat(keys)
        .allSatisfy(
            (key, value) ->
                assertThat(String.join(" ", value.origin().comments()).strip())
                    .as("the comment above %s", key)
                    .hasSizeGreaterThan(10));
  }

  @Test
  void itIsValidAlone() {
    VariometerConfig config = VariometerConfig.from(reference.resolve());
    assertThat(config.maxBeacons()).isEqualTo(5000);
    assertThat(config.beaconRules().maxRevenue()).isEqualTo(10_000_000_000_000L);
    assertThat(config.beaconRules().enrichment().reportingCurrency()).isEqualTo("USD");
  }

  @Test
  void itIsTheVeryFileThatTheProgramReadsItsDefaultsFrom() throws IOException {
    try (InputStream packed = VariometerConfig.class.getResourceAsStream("/reference.conf")) {
      assertThat(packed.readAllBytes()).isEqualTo(Files.readAllBytes(FILE));
    }
  }

  private static void collect(
      String prefix, ConfigObject object, SortedMap<String, ConfigValue> keys) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = prefix + entry.getKey();
      if (entry.getValue() instanceof ConfigObject inner && !inner.isEmpty()) {
        collect(path + ".", inner, keys);
      } else {
        keys.put(path, entry.getValue());
      }
    }
  }
}
