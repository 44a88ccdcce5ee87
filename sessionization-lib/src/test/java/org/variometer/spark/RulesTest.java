package org.variometer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;

/** The rules that tasks carry hold in every process alike, or nowhere. */
class RulesTest {
  @TempDir private Path folder;

  @Test
  void aProcessWithoutTheDriversSecretIsRefused() throws IOException {
    Rules hashed = new Rules(config("0123456789abcdef"));
    assertThat(hashed.checked(VariometerConfig.from(config("0123456789abcdef")))).isNotNull();
    assertThatIllegalStateException()
        .isThrownBy(() -> hashed.checked(VariometerConfig.from(config("fedcba9876543210"))))
        .withMessageContaining("VARIOMETER_VISITOR_HASH_KEY");
    assertThatIllegalStateException()
        .isThrownBy(() -> hashed.checked(VariometerConfig.from(config(""))));
    Rules plain = new Rules(config(""));
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.checked(VariometerConfig.from(config("0123456789abcdef"))));
  }

  @Test
  void anotherSecretIsAnotherText() throws IOException {
    Rules one = new Rules(config("0123456789abcdef"));
    assertThat(new Rules(config("0123456789abcdef")).text()).isEqualTo(one.text());
    assertThat(one.text()).doesNotContain("0123456789abcdef");
    assertThat(new Rules(config("")).text()).isNotEqualTo(one.text());
  }

  /** A configuration with this secret, or none. */
  private Config config(String secret) throws IOException {
    Path file = Files.writeString(folder.resolve("key" + secret.hashCode()), secret);
    return VariometerConfig.load(
        Optional.empty(),
        secret.isEmpty() ? Map.of() : Map.of("variometer.visitor.hash-key-file", file.toString()));
  }
}
