package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The block {@code variometer.kairosdb}. */
class KairosSettingsTest {
  @TempDir private Path folder;

  @Test
  void theDefaultsAreTheSpecifications() {
    KairosSettings settings = read();
    assertThat(settings.url()).hasToString("http://127.0.0.1:8080");
    assertThat(settings.pointsPerRequest()).isEqualTo(1000);
    assertThat(settings.connections()).isEqualTo(2);
    assertThat(settings.rewriteSpacing()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.canary().retain()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.ttl().minutes()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.ttl().others()).isEqualTo(Duration.ofDays(400));
    assertThat(settings.credentials()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://kairos:8080, http://kairos:8080",
    "https://kairos.example.com/, https://kairos.example.com",
    "http://[::1]:80/metrics//, http://[::1]:80/metrics"
  })
  void anAddressLosesTheSlashAtItsEnd(String given, String expected) {
    assertThat(read("url", given).url()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "kairos:8080",
        "127.0.0.1:8080",
        "ftp://kairos",
        "http://",
        "http:///path",
        "http://ali:secret@kairos",
        "http://kairos?x=1",
        "http://kairos#top",
        "http://kairos:80800",
        "http://kai ros"
      })
  void whatIsNoAddressIsAnErrorThatShowsOne(String url) {
    assertThat(errors("url", url))
        .containsExactly(
            "variometer.kairosdb.url: "
                + url
                + " (-D); expected an address like http://127.0.0.1:8080, without user, query or"
                + " fragment");
  }

  @ParameterizedTest
  @CsvSource({"2s, 2000", "2500ms, 2500", "2 seconds, 2000", "0.05m, 3000", "1m, 60000"})
  void durationsHaveUnits(String given, long millis) {
    assertThat(read("rewrite-spacing", given).rewriteSpacing()).hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "2000", "1999ms", "61s", "-2s", "soon", "2 fortnights", "s", "1e400d"})
  void whatIsNoDurationInRangeIsAnErrorThatShowsOne(String spacing) {
    assertThat(errors("rewrite-spacing", spacing))
        .containsExactly(
            "variometer.kairosdb.rewrite-spacing: "
                + spacing
                + " (-D); expected a duration with its unit, like 500ms, 2s or 30d, from 2s to 1m");
  }

  @Test
  void theTimeToLiveFitsTheClient() {
    assertThat(read("ttl.others", "20000d").ttl().others().toSeconds())
        .isLessThan(Integer.MAX_VALUE);
    assertThat(errors("ttl.others", "20001d")).hasSize(1);
  }

  @Test
  void aUserHasAPasswordFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), " open sesame\n");
    KairosSettings settings = read("user", "ali", "password-file", file.toString());
    assertThat(settings.credentials()).contains(new Credentials("ali", "open sesame"));
    assertThat(settings.toString()).contains("ali").doesNotContain("sesame");
  }

  @Test
  void aUserWithoutAPasswordIsAnErrorThatSaysWhereOneGoes() {
    assertThat(errors("user", "ali"))
        .containsExactly(
            "variometer.kairosdb.user: ali (-D); expected with it its password, by"
                + " variometer.kairosdb.password-file or the environment variable"
                + " VARIOMETER_KAIROSDB_PASSWORD");
    assertThat(errors("user", "ali:baba")).hasSize(1);
    assertThat(errors("user", "")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://kairos.example.com:8443",
        "http://localhost:8080",
        "http://LocalHost:8080",
        "http://127.0.0.1:8080",
        "http://127.9.8.7:8080",
        "http://[::1]:8080"
      })
  void aPasswordGoesEncryptedOrStaysOnThisMachine(String url) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "open sesame");
    assertThat(read("url", url, "user", "ali", "password-file", file.toString()).credentials())
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://kairos.example.com:8080",
        "http://10.0.0.5:8080",
        "http://128.0.0.1:8080",
        "http://127.0.0.1.example.com:8080",
        "http://localhost.example.com:8080",
        "http://[::2]:8080"
      })
  void aPasswordIsNotSentInTheOpen(String url) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "open sesame");
    assertThat(errors("url", url, "user", "ali", "password-file", file.toString()))
        .containsExactly(
            "variometer.kairosdb.url: "
                + url
                + " (-D); expected https where there is a user and KairosDB is on another machine:"
                + " a password is sent");
    assertThat(read("url", url).url()).as("nobody's password").hasToString(url);
  }

  @Test
  void aPasswordFileThatCannotBeReadIsNamed() {
    assertThat(errors("user", "ali", "password-file", "/no/such/file"))
        .anyMatch(error -> error.startsWith("variometer.kairosdb.password-file: /no/such/file"));
  }

  @Test
  void pointsAreKeptForAsLongAsARequestMayArriveLate() {
    assertThat(read("request-timeout", "1m", "canary.retain", "80s").canary().retain())
        .hasSeconds(80);
    assertThat(errors("request-timeout", "1m", "canary.retain", "79s"))
        .singleElement()
        .asString()
        .contains("variometer.kairosdb.canary.retain", "from 80s");
  }

  @Test
  void allErrorsAreReportedAtOnce() {
    assertThat(
            errors(
                "url", "x",
                "points-per-request", "0",
                "connections", "17",
                "connect-timeout", "x",
                "request-timeout", "1h",
                "retry.first-delay", "0s",
                "retry.max-delay", "x",
                "retry.give-up-after", "2d",
                "canary.visible-within", "0s",
                "canary.retain", "2h",
                "canary.retain-points", "1",
                "ttl.minutes", "1s"))
        .hasSize(12);
  }

  private static KairosSettings read(String... keysAndValues) {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.put("variometer.kairosdb." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), options)).kairos();
  }

  private static List<String> errors(String... keysAndValues) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(keysAndValues)).errors();
  }
}
