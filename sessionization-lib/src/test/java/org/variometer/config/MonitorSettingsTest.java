package org.variometer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
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

/** The block {@code variometer.monitor}. */
class MonitorSettingsTest {
  private static final String SECRET = "canary-5a1f";

  @TempDir private Path folder;

  @Test
  void byDefaultItTellsAndStartsNothing() {
    MonitorSettings settings = read(Map.of());
    assertThat(settings.every()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.masters()).isEmpty();
    assertThat(settings.driver()).isEmpty();
    assertThat(settings.mail()).isEmpty();
    assertThat(settings.webhook()).isEmpty();
    assertThat(settings.heartbeat().file()).isEmpty();
    assertThat(settings.heartbeat().url()).isEmpty();
    assertThat(settings.restart().way()).isEqualTo(MonitorSettings.Way.NONE);
    assertThat(settings.restart().submission()).isEmpty();
  }

  @Test
  void aSubmissionIsReadWhole() {
    MonitorSettings.Submission submission =
        read(Map.of(
                "restart.by", "submission",
                "spark-masters.0", "http://master:8080/",
                "restart.submission.api-url", "http://master:6066",
                "restart.submission.main-class", "org.example.Stream",
                "restart.submission.jar", "/opt/app.jar",
                "restart.submission.properties.\"spark.driver.memory\"", "2g"))
            .restart()
            .submission()
            .orElseThrow();
    assertThat(submission)
        .isEqualTo(
            new MonitorSettings.Submission(
                URI.create("http://master:6066"),
                "org.example.Stream",
                "/opt/app.jar",
                List.of("stream"),
                Map.of("spark.driver.memory", "2g")));
  }

  @Test
  void aPasswordComesFromAFileAndShowsNowhere() throws IOException {
    MonitorSettings settings =
        read(
            Map.of(
                "mail.host", "mail.example.com",
                "mail.user", "ops",
                "mail.password-file", secret(SECRET),
                "mail.to.0", "night@example.com"));
    assertThat(settings.mail().orElseThrow().credentials().orElseThrow().password())
        .isEqualTo(SECRET);
    assertThat(settings.toString()).contains("mail.example.com").doesNotContain(SECRET);
  }

  @Test
  void anAddressThatIsASecretComesFromAFileAndShowsNowhere() throws IOException {
    String url = "https://hooks.example.com/T0/" + SECRET + "?key=" + SECRET;
    MonitorSettings settings =
        read(Map.of("webhook.url-file", secret(url), "heartbeat.url-file", secret(url)));
    assertThat(settings.webhook().orElseThrow().url()).hasToString(url);
    assertThat(settings.heartbeat().url().orElseThrow().url()).hasToString(url);
    assertThat(settings.toString()).contains("hooks.example.com").doesNotContain(SECRET);
  }

  @Test
  void aSecretThatIsNoAddressIsAnErrorThatDoesNotShowIt() throws IOException {
    assertThat(errors(Map.of("webhook.url-file", secret("ftp://" + SECRET))))
        .containsExactly(
            "variometer.monitor.webhook.url-file: expected an address like"
                + " https://example.com/hook");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "every|500ms|a duration with its unit, like 500ms, 2s or 30d, from 1s to 1d",
        "limits.failed-share|1.1|a number from 0 to 1",
        "limits.failed-share|often|a number from 0 to 1",
        "limits.state-growth|0.5|a number from 1 to 1000",
        "restart.by|hand|one of none, command, submission",
        "restart.max-delay|30s|at least variometer.monitor.restart.first-delay",
        "restart.budget-per-hour|0|an integer from 1 to 60",
        "mail.security|ssl|one of none, starttls, tls",
        "driver-url|here|an address like http://127.0.0.1:8080, without user, query or fragment",
      })
  void whatIsNotAllowedIsAnErrorThatSaysWhatIs(String key, String value, String allowed) {
    assertThat(errors(Map.of(key, value)))
        .containsExactly("variometer.monitor." + key + ": " + value + " (-D); expected " + allowed);
  }

  @Test
  void whoIsToStartTheStreamHasToKnowHow() {
    assertThat(errors(Map.of("restart.by", "command")))
        .satisfiesExactly(
            error -> assertThat(error).startsWith("variometer.monitor.restart.stop-command: []"),
            error -> assertThat(error).startsWith("variometer.monitor.restart.start-command: []"));
    assertThat(errors(Map.of("restart.by", "submission")))
        .singleElement()
        .asString()
        .startsWith("variometer.monitor.spark-masters: []")
        .endsWith("expected at least one, to see what is submitted live and die");
  }

  @Test
  void aMailGoesToSomebodyAndAPasswordIsNotSentInTheOpen() throws IOException {
    assertThat(errors(Map.of("mail.host", "mail")))
        .singleElement()
        .asString()
        .startsWith("variometer.monitor.mail.to: []");
    assertThat(
            errors(
                Map.of(
                    "mail.host", "mail",
                    "mail.to.0", "nobody",
                    "mail.security", "none",
                    "mail.user", "ops",
                    "mail.password-file", secret(SECRET))))
        .satisfiesExactlyInAnyOrder(
            error -> assertThat(error).contains("mail.to").contains("like ops@example.com"),
            error ->
                assertThat(error)
                    .startsWith("variometer.monitor.mail.security: none (-D); expected starttls"));
  }

  @Test
  void aUserNeedsAPassword() {
    assertThat(errors(Map.of("mail.host", "mail", "mail.to.0", "a@b.example", "mail.user", "ops")))
        .singleElement()
        .asString()
        .endsWith(
            "expected with it its password, by variometer.monitor.mail.password-file or the"
                + " environment variable VARIOMETER_MAIL_PASSWORD");
  }

  private String secret(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "secret", ""), text + "\n").toString();
  }

  private static MonitorSettings read(Map<String, String> keys) {
    Map<String, String> options = new TreeMap<>();
    keys.forEach((key, value) -> options.put("variometer.monitor." + key, value));
    return VariometerConfig.from(VariometerConfig.load(Optional.empty(), options)).monitor();
  }

  private static List<String> errors(Map<String, String> keys) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(keys)).errors();
  }
}
