package org.variometer.config;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the block {@code variometer.kairosdb}. */
final class KairosSettingsReader {
  private static final String BLOCK = "variometer.kairosdb.";

  /** Below it a value can be lost to an older, greater one (FINDINGS: KairosDB on Cassandra). */
  private static final Duration MIN_SPACING = Duration.ofSeconds(2);

  /** Behind a request's time-out: it may arrive as late, and is looked for then. */
  private static final Duration LOOKED_FOR = Duration.ofSeconds(20);

  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private static final Duration MS = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private KairosSettingsReader() {}

  static KairosSettings read(Config config, ConfigReader reader) {
    Duration requestTimeout =
        reader.duration(BLOCK + "request-timeout", MS.multipliedBy(10), MINUTE.multipliedBy(10));
    URI url = reader.httpUrl(BLOCK + "url");
    Optional<Credentials> credentials =
        CredentialsReader.read(config, reader, BLOCK, "VARIOMETER_KAIROSDB_PASSWORD");
    if (credentials.isPresent() && url.getScheme().equals("http") && !isThisMachine(url)) {
      reader.reject(
          BLOCK + "url",
          "https where there is a user and KairosDB is on another machine: a password is sent");
    }
    return new KairosSettings(
        url,
        reader.integer(BLOCK + "points-per-request", 1, 10_000),
        reader.integer(BLOCK + "connections", 1, 16),
        reader.duration(BLOCK + "connect-timeout", MS.multipliedBy(10), MINUTE),
        requestTimeout,
        reader.duration(BLOCK + "rewrite-spacing", MIN_SPACING, MINUTE),
        new KairosSettings.Retry(
            reader.duration(BLOCK + "retry.first-delay", MS, MINUTE),
            reader.duration(BLOCK + "retry.max-delay", MS, HOUR),
            reader.duration(BLOCK + "retry.give-up-after", Duration.ZERO, DAY)),
        new KairosSettings.Canary(
            reader.duration(BLOCK + "canary.visible-within", SECOND, HOUR),
            reader.duration(BLOCK + "canary.retain", requestTimeout.plus(LOOKED_FOR), HOUR),
            reader.integer(BLOCK + "canary.retain-points", 1000, 50_000_000)),
        // The client takes whole seconds as an int.
        new KairosSettings.Ttl(
            reader.duration(BLOCK + "ttl.minutes", HOUR, DAY.multipliedBy(20_000)),
            reader.duration(BLOCK + "ttl.others", HOUR, DAY.multipliedBy(20_000))),
        credentials,
        TrustStore.read(config, reader, BLOCK + "trust-store-file"));
  }

  /** By what it is called alone: nobody is asked what a name means. */
  private static boolean isThisMachine(URI url) {
    return THIS_MACHINE.matcher(url.getHost()).matches();
  }
}
