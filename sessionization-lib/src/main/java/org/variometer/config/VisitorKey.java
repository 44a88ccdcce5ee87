package org.variometer.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The secret of the visitors' hash, from a file or the environment and from nowhere else. */
final class VisitorKey {
  private static final String VARIABLE = "VARIOMETER_VISITOR_HASH_KEY";
  private static final String PATH = "variometer.visitor.hash-key-file";
  private static final int MIN_BYTES = 16;

  private VisitorKey() {}

  static Optional<byte[]> read(Config config, ConfigReader reader) {
    String secret = System.getenv(VARIABLE);
    String source = VARIABLE;
    if (secret != null && secret.isBlank()) {
      secret = null;
    }
    if (secret == null && config.hasPath(PATH)) {
      source = PATH;
      String file = reader.text(PATH, "the name of a file that holds the secret");
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try {
        secret = Files.readString(Path.of(file), UTF_8);
      } catch (IOException | InvalidPathException e) {
        reader.reject(PATH, "a file that can be read (" + e + ")");
        return Optional.empty();
      }
    }
    if (secret == null) {
      return Optional.empty();
    }
    byte[] key = secret.strip().getBytes(UTF_8);
    if (key.length < MIN_BYTES) {
      // The value itself stays out of the message: it is a secret.
      reader
          .errors()
          .add(source + ": the secret has " + key.length + " bytes; expected at least 16");
      return Optional.empty();
    }
    return Optional.of(key);
  }
}
