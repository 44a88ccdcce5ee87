package org.variometer.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of the properties of Kafka's clients, which checkpoints hold: in their place
 * stands where they are, as Kafka's config providers read it when a client is made.
 */
final class KafkaSecrets {
  private static final String PROVIDERS = "config.providers";
  private static final String PACKAGE = "org.apache.kafka.common.config.provider.";
  private static final String JAAS = "sasl.jaas.config";
  private static final String REMEDY =
      "where the secret is, like ${file:/etc/variometer/kafka.secrets:password} (a file of lines"
          + " password=…), ${directory:/run/secrets:kafka} or ${env:KAFKA_PASSWORD};"
          + " docs/SECURITY.md";

  /** Properties whose whole value is a secret. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|passphrase|secret|ssl\\.keystore\\.key)");

  /** Options of a login module that are secrets, with their values. */
  private static final Pattern SECRET_OPTION =
      Pattern.compile("(?i)\\b\\w*(?:password|secret|token)\\s*=\\s*(\"[^\"]*\"|[^\\s;]+)");

  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+):(?:([^:}]*):)?([^}]*)\\}");

  private KafkaSecrets() {}

  /** Notes each secret that stands in the properties themselves, and each that is not found. */
  static void check(Map<String, String> properties, ConfigReader reader) {
    new TreeMap<>(properties)
        .forEach(
            (name, value) -> {
              // The value stays out of messages: it is a secret, or has one.
              String path = StreamSettingsReader.KAFKA_PROPERTIES + ".\"" + name + "\"";
              if (isInPlain(name, value)) {
                reader.errors().add(path + ": a secret in plain; expected instead " + REMEDY);
              }
              Matcher place = PLACE.matcher(value);
              while (!properties.containsKey(PROVIDERS) && place.find()) {
                String problem = problem(place.group(1), place.group(2), place.group(3));
                if (!problem.isEmpty()) {
                  reader.errors().add(path + ": " + place.group() + problem);
                }
              }
            });
  }

  private static boolean isInPlain(String name, String value) {
    if (name.endsWith(JAAS)) {
      Matcher option = SECRET_OPTION.matcher(value);
      while (option.find()) {
        if (!isPlace(option.group(1).replace("\"", ""))) {
          return true;
        }
      }
      return false;
    }
    return SECRET.matcher(name).matches() && !value.isEmpty() && !isPlace(value);
  }

  private static boolean isPlace(String value) {
    return PLACE.matcher(value).matches();
  }

  /** Kafka itself would take what it does not find as it stands, for the secret. */
  private static String problem(String provider, String folder, String key) {
    try {
      switch (provider) {
        case "file":
          Properties secrets = new Properties();
          try (Reader in = Files.newBufferedReader(Path.of(folder == null ? "" : folder))) {
            secrets.load(in);
          }
          return secrets.containsKey(key) ? "" : " is not there: no line " + key + "=…";
        case "directory":
          return Files.isReadable(Path.of(folder == null ? "" : folder, key))
              ? ""
              : " is no file that can be read";
        case "env":
          return System.getenv(key) == null ? " is not in the environment" : "";
        default:
          return ": expected file, directory or env, or your own config.providers";
      }
    } catch (IOException | IllegalArgumentException e) {
      return " can't be read (" + e.getClass().getSimpleName() + ")";
    }
  }

  /** Lets clients find secrets, unless the properties say themselves who does. */
  static void addProviders(Map<String, Object> properties) {
    boolean wanted =
        properties.values().stream().anyMatch(value -> PLACE.matcher(value.toString()).find());
    if (wanted && !properties.containsKey(PROVIDERS)) {
      properties.put(PROVIDERS, "file,directory,env");
      properties.put(PROVIDERS + ".file.class", PACKAGE + "FileConfigProvider");
      properties.put(PROVIDERS + ".directory.class", PACKAGE + "DirectoryConfigProvider");
      properties.put(PROVIDERS + ".env.class", PACKAGE + "EnvVarConfigProvider");
    }
  }
}
