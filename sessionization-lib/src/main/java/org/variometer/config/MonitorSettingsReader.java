package org.variometer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what the monitor needs: the block {@code monitor}. */
final class MonitorSettingsReader {
  /** Where any key may be: Spark's own. */
  static final String SPARK_PROPERTIES = "variometer.monitor.restart.submission.properties";

  private static final String BLOCK = "variometer.monitor.";
  private static final String LIMITS = BLOCK + "limits.";
  private static final String RESTART = BLOCK + "restart.";
  private static final String SUBMISSION = RESTART + "submission.";
  private static final String MAIL = BLOCK + "mail.";
  private static final Secret MAIL_PASSWORD =
      new Secret("VARIOMETER_MAIL_PASSWORD", MAIL + "password-file");
  private static final Secret WEBHOOK =
      new Secret("VARIOMETER_WEBHOOK_URL", BLOCK + "webhook.url-file");
  private static final Secret HEARTBEAT =
      new Secret("VARIOMETER_HEARTBEAT_URL", BLOCK + "heartbeat.url-file");
  private static final Pattern MAILBOX = Pattern.compile("[^\\s@<>,;]+@[^\\s@<>,;]+");
  private static final Pattern CLASS = Pattern.compile("([A-Za-z_]\\w*\\.)*[A-Za-z_]\\w*");
  private static final String MAILBOX_FORM = "an address like ops@example.com";
  private static final String COMMAND_FORM = "a program and its arguments, like [bin/stream, kill]";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Config config;
  private final ConfigReader reader;

  private MonitorSettingsReader(Config config, ConfigReader reader) {
    this.config = config;
    this.reader = reader;
  }

  static MonitorSettings read(Config config, ConfigReader reader) {
    return new MonitorSettingsReader(config, reader).read();
  }

  private MonitorSettings read() {
    return new MonitorSettings(
        reader.duration(BLOCK + "every", SECOND, DAY),
        reader.text(BLOCK + "directory", "a path"),
        urls(BLOCK + "spark-masters"),
        isGiven(BLOCK + "driver-url")
            ? Optional.of(reader.httpUrl(BLOCK + "driver-url"))
            : Optional.empty(),
        CredentialsReader.read(config, reader, BLOCK + "spark-pages.", "VARIOMETER_PAGES_PASSWORD"),
        reader.duration(BLOCK + "probe-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
        limits(),
        new MonitorSettings.Incidents(
            reader.integer(BLOCK + "incidents.open-after-checks", 1, 1000),
            reader.integer(BLOCK + "incidents.close-after-checks", 1, 1000)),
        restart(),
        mail(),
        address(BLOCK + "webhook.url", WEBHOOK),
        new MonitorSettings.Heartbeat(
            optionalText(BLOCK + "heartbeat.file", "a path, or null"),
            address(BLOCK + "heartbeat.url", HEARTBEAT)));
  }

  private MonitorSettings.Limits limits() {
    return new MonitorSettings.Limits(
        reader.integer(LIMITS + "no-batch-intervals", 2, 100_000),
        reader.integer(LIMITS + "task-intervals", 2, 100_000),
        reader.duration(LIMITS + "catch-up-batch", SECOND, DAY),
        number(LIMITS + "failed-share", "0", "1"),
        reader.integer(LIMITS + "scheduling-delay-intervals", 1, 100_000),
        reader.integer(LIMITS + "total-delay-intervals", 1, 100_000),
        reader.integer(LIMITS + "lag-records", 1, Integer.MAX_VALUE),
        number(LIMITS + "state-growth", "1", "1000"),
        reader.integer(LIMITS + "state-sessions", 0, Integer.MAX_VALUE),
        number(LIMITS + "rejected-share", "0", "1"),
        number(LIMITS + "layer-disagreement", "0", "1"),
        reader.integer(LIMITS + "overdue-slots", 1, 1000),
        reader.duration(LIMITS + "unknown-region", SECOND, DAY),
        reader.duration(LIMITS + "maintenance", Duration.ofMinutes(1), Duration.ofDays(30)));
  }

  private MonitorSettings.Restart restart() {
    MonitorSettings.Way way = word(RESTART + "by", MonitorSettings.Way.class);
    Duration firstDelay = reader.duration(RESTART + "first-delay", Duration.ZERO, HOUR);
    Duration maxDelay = reader.duration(RESTART + "max-delay", Duration.ZERO, DAY);
    if (maxDelay.compareTo(firstDelay) < 0) {
      reader.reject(RESTART + "max-delay", "at least " + RESTART + "first-delay");
    }
    List<String> stop = texts(RESTART + "stop-command", COMMAND_FORM);
    List<String> start = texts(RESTART + "start-command", COMMAND_FORM);
    if (way == MonitorSettings.Way.COMMAND) {
      requireSome(RESTART + "stop-command", stop);
      requireSome(RESTART + "start-command", start);
    }
    return new MonitorSettings.Restart(
        way,
        reader.integer(RESTART + "after-checks", 1, 1000),
        firstDelay,
        maxDelay,
        reader.integer(RESTART + "jitter-seed", 0, Integer.MAX_VALUE),
        reader.integer(RESTART + "reset-after-checks", 1, 10_000),
        reader.integer(RESTART + "budget-per-hour", 1, 60),
        reader.duration(RESTART + "grace", Duration.ZERO, DAY),
        reader.duration(RESTART + "relaunch", Duration.ZERO, HOUR),
        reader.duration(RESTART + "patience", SECOND, HOUR),
        stop,
        start,
        way == MonitorSettings.Way.SUBMISSION ? Optional.of(submission()) : Optional.empty());
  }

  private MonitorSettings.Submission submission() {
    if (urls(BLOCK + "spark-masters").isEmpty()) {
      reader.reject(BLOCK + "spark-masters", "at least one, to see what is submitted live and die");
    }
    return new MonitorSettings.Submission(
        reader.httpUrl(SUBMISSION + "api-url"),
        reader.text(SUBMISSION + "main-class", CLASS, "the name of a class"),
        reader.text(SUBMISSION + "jar", "a path or URL that the workers reach"),
        texts(SUBMISSION + "arguments", "a list of arguments"),
        reader.sparkProperties(SPARK_PROPERTIES));
  }

  private Optional<MonitorSettings.Mail> mail() {
    Optional<String> host = optionalText(MAIL + "host", "the name of a mail server, or null");
    int port = reader.integer(MAIL + "port", 1, 65_535);
    MonitorSettings.MailSecurity security =
        word(MAIL + "security", MonitorSettings.MailSecurity.class);
    List<String> to = texts(MAIL + "to", MAILBOX_FORM);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    requireSome(MAIL + "to", to);
    if (!to.stream().allMatch(address -> MAILBOX.matcher(address).matches())) {
      reader.reject(MAIL + "to", "a list of addresses like ops@example.com");
    }
    return Optional.of(
        new MonitorSettings.Mail(
            host.get(),
            port,
            security,
            mailCredentials(security),
            reader.text(MAIL + "from", MAILBOX, MAILBOX_FORM),
            to));
  }

  private Optional<Credentials> mailCredentials(MonitorSettings.MailSecurity security) {
    Optional<String> user = optionalText(MAIL + "user", "a name, or null");
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> password = MAIL_PASSWORD.read(config, reader);
    if (password.isEmpty()) {
      reader.reject(MAIL + "user", "with it its password, by " + MAIL_PASSWORD);
    }
    if (security == MonitorSettings.MailSecurity.NONE) {
      reader.reject(MAIL + "security", "starttls or tls where there is a user: a password is sent");
    }
    return password.map(secret -> new Credentials(user.get(), secret));
  }

  /** An address that stands in the configuration or, where it is a secret, elsewhere. */
  private Optional<MonitorSettings.Address> address(String path, Secret secret) {
    if (isGiven(path)) {
      return Optional.of(new MonitorSettings.Address(reader.httpUrl(path)));
    }
    Optional<String> text = secret.read(config, reader);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.get());
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return Optional.of(new MonitorSettings.Address(url));
      }
    } catch (URISyntaxException e) {
      // Reported below like any other value that is no address.
    }
    // The value itself stays out of the message: it is a secret.
    reader.errors().add(secret.source() + ": expected an address like https://example.com/hook");
    return Optional.empty();
  }

  private List<URI> urls(String path) {
    List<URI> urls = new ArrayList<>();
    for (String text : texts(path, "a list of addresses like http://127.0.0.1:8080")) {
      try {
        URI url = new URI(text.replaceFirst("/+$", ""));
        if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
            && url.getHost() != null
            && url.getRawUserInfo() == null) {
          urls.add(url);
          continue;
        }
      } catch (URISyntaxException e) {
        // Reported below like any other value that is no address.
      }
      reader.reject(path, "a list of addresses like http://127.0.0.1:8080");
      break;
    }
    return urls;
  }

  private List<String> texts(String path, String allowed) {
    List<String> texts = new ArrayList<>();
    for (ConfigValue value : reader.list(path, allowed)) {
      if (value.valueType() != ConfigValueType.STRING
          && value.valueType() != ConfigValueType.NUMBER) {
        reader.reject(path, value, allowed);
        return List.of();
      }
      texts.add(String.valueOf(value.unwrapped()));
    }
    return texts;
  }

  private void requireSome(String path, List<String> texts) {
    if (texts.isEmpty()) {
      reader.reject(path, "at least one");
    }
  }

  private double number(String path, String min, String max) {
    String allowed = "a number from " + min + " to " + max;
    BigDecimal value = reader.decimal(path, allowed);
    if (value == null) {
      return 1;
    }
    if (value.compareTo(new BigDecimal(min)) < 0 || value.compareTo(new BigDecimal(max)) > 0) {
      reader.reject(path, allowed);
    }
    return value.doubleValue();
  }

  private <E extends Enum<E>> E word(String path, Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    String allowed = "one of " + String.join(", ", words);
    int errorsBefore = reader.errors().size();
    int found = words.indexOf(reader.text(path, allowed));
    if (found < 0 && reader.errors().size() == errorsBefore) {
      reader.reject(path, allowed);
    }
    return type.getEnumConstants()[Math.max(0, found)];
  }

  private Optional<String> optionalText(String path, String allowed) {
    if (!isGiven(path)) {
      return Optional.empty();
    }
    String text = reader.text(path, allowed);
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  private boolean isGiven(String path) {
    return config.hasPath(path);
  }
}
