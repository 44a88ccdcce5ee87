package org.variometer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads typed values and collects what is wrong instead of stopping at the first error. */
final class ConfigReader {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s,:/]+:[0-9]{1,5}");
  private static final int MAX_PORT = 65_535;
  private static final Pattern SPARK_SECRET =
      Pattern.compile("(?i).*(password|secret|secret\\.key)");

  private final Config config;
  private final List<String> errors = new ArrayList<>();

  ConfigReader(Config config) {
    this.config = config;
  }

  /** Everything found wrong so far. */
  List<String> errors() {
    return errors;
  }

  /** Notes an error at {@code path}: its value, where it comes from and what is allowed. */
  void reject(String path, String allowed) {
    reject(path, config.hasPath(path) ? config.getValue(path) : null, allowed);
  }

  void reject(String path, ConfigValue value, String allowed) {
    errors.add(error(path, value, "expected " + allowed));
  }

  /** An integer from {@code min} to {@code max}; {@code min} where it is wrong. */
  int integer(String path, int min, int max) {
    String allowed = "an integer from " + min + " to " + max;
    BigDecimal value = decimal(path, allowed);
    if (value == null) {
      return min;
    }
    if (value.stripTrailingZeros().scale() > 0
        || value.compareTo(BigDecimal.valueOf(min)) < 0
        || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      reject(path, allowed);
      return min;
    }
    return value.intValueExact();
  }

  /** A decimal, or null where it is wrong. */
  BigDecimal decimal(String path, String allowed) {
    return decimal(path, config.hasPath(path) ? config.getValue(path) : null, allowed);
  }

  BigDecimal decimal(String path, ConfigValue value, String allowed) {
    if (value != null
        && (value.valueType() == ConfigValueType.NUMBER
            || value.valueType() == ConfigValueType.STRING)) {
      try {
        // As a string, a number is its original text; unwrapped, it would be a double.
        BigDecimal decimal = new BigDecimal(value.atKey("value").getString("value"));
        if (Math.abs((long) decimal.precision() - decimal.scale()) < 100 && decimal.scale() < 100) {
          return decimal;
        }
      } catch (NumberFormatException e) {
        // Reported below like any other value that is no decimal.
      }
    }
    reject(path, value, allowed);
    return null;
  }

  /** True or false; false where it is wrong. */
  boolean bool(String path) {
    try {
      return config.getBoolean(path);
    } catch (ConfigException e) {
      reject(path, "true or false");
      return false;
    }
  }

  /** A string, or an empty one where it is wrong. */
  String text(String path, String allowed) {
    if (config.hasPath(path) && config.getValue(path).valueType() == ConfigValueType.STRING) {
      return config.getString(path);
    }
    reject(path, allowed);
    return "";
  }

  /** A duration like {@code 2s} from {@code min} to {@code max}; {@code min} where it is wrong. */
  Duration duration(String path, Duration min, Duration max) {
    String allowed =
        "a duration with its unit, like 500ms, 2s or 30d, from "
            + inWords(min)
            + " to "
            + inWords(max);
    try {
      if (config.hasPath(path)
          && config.getValue(path).valueType() == ConfigValueType.STRING
          && Character.isLetter(lastOf(config.getString(path).strip()))) {
        Duration duration = config.getDuration(path);
        if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
          return duration;
        }
      }
    } catch (ConfigException | ArithmeticException e) {
      // Reported below like any other value that is no duration.
    }
    reject(path, allowed);
    return min;
  }

  private static char lastOf(String text) {
    return text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
  }

  private static String inWords(Duration duration) {
    if (duration.toMillisPart() > 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() > 0 || duration.isZero()) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() > 0 || duration.toHoursPart() > 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toDays() + "d";
  }

  /** An address of a service, without a slash at its end; any where it is wrong. */
  URI httpUrl(String path) {
    String allowed = "an address like http://127.0.0.1:8080, without user, query or fragment";
    int errorsBefore = errors.size();
    String text = text(path, allowed);
    URI any = URI.create("http://127.0.0.1");
    if (errors.size() > errorsBefore) {
      return any;
    }
    try {
      URI url = new URI(text.replaceFirst("/+$", ""));
      boolean good =
          ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
              && url.getHost() != null
              && url.getPort() <= MAX_PORT
              && url.getRawUserInfo() == null
              && url.getRawQuery() == null
              && url.getRawFragment() == null;
      if (good) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below like any other value that is no address.
    }
    reject(path, allowed);
    return any;
  }

  /** The entries of a map from names to plain values, in the order of their names. */
  Map<String, ConfigValue> map(String path, String allowed) {
    if (!config.hasPath(path) || config.getValue(path).valueType() != ConfigValueType.OBJECT) {
      reject(path, allowed);
      return Map.of();
    }
    return new TreeMap<>(config.getObject(path));
  }

  /** The values of a list, or of an object whose keys are numbers, as options give one. */
  List<ConfigValue> list(String path, String allowed) {
    try {
      return config.getList(path);
    } catch (ConfigException e) {
      reject(path, allowed);
      return List.of();
    }
  }

  /**
   * An error for each block of the reference in whose place {@code actual} has a value: what refers
   * to a key of the block could not be resolved, and would be blamed instead.
   */
  static List<String> replacedBlocks(ConfigObject actual, ConfigObject reference) {
    List<String> errors = new ArrayList<>();
    addReplacedBlocks("", actual, reference, errors);
    return errors;
  }

  private static void addReplacedBlocks(
      String prefix, ConfigObject actual, ConfigObject reference, List<String> errors) {
    for (Map.Entry<String, ConfigValue> known : new TreeMap<>(reference).entrySet()) {
      ConfigValue value = actual.get(known.getKey());
      String path = prefix + known.getKey();
      if (!(known.getValue() instanceof ConfigObject block) || value == null) {
        continue;
      }
      if (value instanceof ConfigObject object) {
        addReplacedBlocks(path + ".", object, block, errors);
      } else if (value.valueType() != ConfigValueType.NULL) {
        errors.add(error(path, value, "expected a block of keys, see deploy/conf/reference.conf"));
      }
    }
  }

  /** Notes every key that {@code reference} does not have; maps are open to any key. */
  void rejectUnknownKeys(ConfigObject reference, Set<String> maps) {
    rejectUnknownKeys("", config.root(), reference, maps);
  }

  private void rejectUnknownKeys(
      String prefix, ConfigObject actual, ConfigObject reference, Set<String> maps) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(actual).entrySet()) {
      String path = prefix + entry.getKey();
      ConfigValue known = reference.get(entry.getKey());
      if (known == null) {
        errors.add(
            path
                + ": no such key ("
                + origin(entry.getValue())
                + "); deploy/conf/reference.conf has all keys");
      } else if (known instanceof ConfigObject knownObject
          && entry.getValue() instanceof ConfigObject object
          && !maps.contains(path)) {
        rejectUnknownKeys(path + ".", object, knownObject, maps);
      }
    }
  }

  private static String error(String path, ConfigValue value, String advice) {
    String found = value == null ? "absent" : value.unwrapped() + " (" + origin(value) + ")";
    return path + ": " + found + "; " + advice;
  }

  private static String origin(ConfigValue value) {
    return value.origin().description();
  }

  /** Names with texts, or with what can be read as one. */
  Map<String, String> strings(String path) {
    Map<String, String> strings = new TreeMap<>();
    map(path, "quoted names, each with its value")
        .forEach((name, value) -> strings.put(name, String.valueOf(value.unwrapped())));
    return strings;
  }

  /**
   * Properties of Spark's by their names, which checkpoints, commands and pages have: an error for
   * each that is a secret.
   */
  Map<String, String> sparkProperties(String path) {
    Map<String, String> properties = strings(path);
    for (String name : properties.keySet()) {
      if (SPARK_SECRET.matcher(name).matches()) {
        errors.add(
            path
                + ".\""
                + name
                + "\": a secret in plain; it belongs into the environment, or where Hadoop's"
                + " credential providers look (spark.hadoop.hadoop.security.credential.provider.path)");
      }
    }
    return properties;
  }

  /** A text of a form. */
  String text(String path, Pattern form, String allowed) {
    int errorsBefore = errors.size();
    String text = text(path, allowed);
    if (errors.size() == errorsBefore && !form.matcher(text).matches()) {
      reject(path, allowed);
    }
    return text;
  }

  /** A host and a port from 0 to 65535; empty where it is null, or wrong. */
  Optional<InetSocketAddress> address(String path) {
    if (!config.hasPath(path)) {
      return Optional.empty();
    }
    String allowed = "host:port, like 127.0.0.1:8585, or null";
    int errorsBefore = errors.size();
    String text = text(path, ADDRESS, allowed);
    if (errors.size() > errorsBefore) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > MAX_PORT) {
      reject(path, allowed);
      return Optional.empty();
    }
    return Optional.of(new InetSocketAddress(text.substring(0, colon), port));
  }
}
