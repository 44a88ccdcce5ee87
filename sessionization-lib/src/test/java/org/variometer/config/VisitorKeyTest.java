package org.variometer.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secret of the visitors' hash comes from a file and shows in no message. */
class VisitorKeyTest {
  private static final String SECRET = "sixteen bytes ok";

  @TempDir private Path folder;

  @Test
  void withoutAKeyVisitorsAreKeptAsTheyAre() {
    VariometerConfig config =
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of()));
    assertThat(config.beaconRules().enrichment().visitor("v1")).isEqualTo("v1");
  }

  @Test
  void withAKeyVisitorsAreTheBeginOfTheirKeyedHash() throws IOException, GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    String hash = HexFormat.of().formatHex(mac.doFinal("größer".getBytes(UTF_8)));
    assertThat(visitor(SECRET, "größer")).isEqualTo(hash.substring(0, 32));
  }

  @Test
  void whiteSpaceAroundTheSecretIsCutOff() throws IOException {
    assertThat(visitor("\n\t" + SECRET + " \r\n", "v1")).isEqualTo(visitor(SECRET, "v1"));
  }

  @Test
  void anotherSecretGivesAnotherHash() throws IOException {
    assertThat(visitor(SECRET + "!", "v1")).isNotEqualTo(visitor(SECRET, "v1"));
  }

  @Test
  void aSecretOfFewerThan16BytesIsAnErrorThatDoesNotShowIt() throws IOException {
    String secret = SECRET.substring(1);
    assertThat(error(write(secret + "\n")))
        .contains("variometer.visitor.hash-key-file")
        .contains("15 bytes")
        .contains("at least 16")
        .doesNotContain(secret);
  }

  @Test
  void aFileThatIsNotTextIsAnErrorThatDoesNotShowIt() throws IOException {
    Path file = Files.write(folder.resolve("key"), new byte[] {'s', 'e', 'c', (byte) 0xFF});
    assertThat(error(file)).contains(file.toString()).doesNotContain("sec\ufffd");
  }

  @Test
  void aFolderIsAnError() {
    assertThat(error(folder)).contains(folder.toString()).contains("a file that can be read");
  }

  @Test
  void aSecretUnderAKeyThatDoesNotExistIsNotShown() {
    Config wrong =
        ConfigFactory.parseMap(Map.of("variometer.visitor.hash-key", SECRET))
            .withFallback(VariometerConfig.load(Optional.empty(), Map.of()));
    assertThat(
            catchThrowableOfType(ConfigurationException.class, () -> VariometerConfig.from(wrong)))
        .hasMessageContaining("variometer.visitor.hash-key: no such key")
        .hasMessageNotContaining(SECRET);
  }

  private String visitor(String secret, String visitorId) throws IOException {
    return config(write(secret)).beaconRules().enrichment().visitor(visitorId);
  }

  private Path write(String secret) throws IOException {
    return Files.writeString(folder.resolve("key"), secret, UTF_8);
  }

  private static String error(Path file) {
    return catchThrowableOfType(ConfigurationException.class, () -> config(file)).getMessage();
  }

  private static VariometerConfig config(Path file) {
    return VariometerConfig.from(
        ConfigFactory.parseMap(Map.of("variometer.visitor.hash-key-file", file.toString()))
            .withFallback(VariometerConfig.load(Optional.empty(), Map.of())));
  }
}
