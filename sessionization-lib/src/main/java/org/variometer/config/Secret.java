package org.variometer.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A secret, from the environment or a file and from nowhere else.
 *
 * @param variable the environment variable that may hold it
 * @param path the key that may name a file that holds it
 */
record Secret(String variable, String path) {

  /** The secret without white space around it; empty where there is none. */
  Optional<String> read(Config config, ConfigReader reader) {
    if (isInEnvironment()) {
      return Optional.of(System.getenv(variable).strip());
    }
    if (!config.hasPath(path)) {
      return Optional.empty();
    }
    String file = reader.text(path, "the name of a file that holds the secret");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file), UTF_8).strip());
    } catch (IOException | InvalidPathException e) {
      reader.reject(path, "a file that can be read (" + e + ")");
      return Optional.empty();
    }
  }

  /** Where it comes from: the variable or the key. */
  String source() {
    return isInEnvironment() ? variable : path;
  }

  private boolean isInEnvironment() {
    String secret = System.getenv(variable);
    return secret != null && !secret.isBlank();
  }

  @Override
  public String toString() {
    return path + " or the environment variable " + variable;
  }
}
