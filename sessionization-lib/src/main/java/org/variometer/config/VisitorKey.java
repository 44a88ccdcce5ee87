package org.variometer.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.util.Optional;

/** The secret of the visitors' hash. */
final class VisitorKey {
  private static final Secret SECRET =
      new Secret("VARIOMETER_VISITOR_HASH_KEY", "variometer.visitor.hash-key-file");
  private static final int MIN_BYTES = 16;

  private VisitorKey() {}

  static Optional<byte[]> read(Config config, ConfigReader reader) {
    Optional<byte[]> key = SECRET.read(config, reader).map(secret -> secret.getBytes(UTF_8));
    if (key.isPresent() && key.get().length < MIN_BYTES) {
      // The value itself stays out of the message: it is a secret.
      reader
          .errors()
          .add(
              SECRET.source()
                  + ": the secret has "
                  + key.get().length
                  + " bytes; expected at least 16");
      return Optional.empty();
    }
    return key;
  }
}
