package org.variometer.config;

import com.typesafe.config.Config;
import java.util.Optional;

/**
 * Reads who asks a service for something: the keys {@code user} and {@code password-file} of a
 * block.
 */
final class CredentialsReader {
  private static final String USER_FORM = "a name without a colon, or null";

  private CredentialsReader() {}

  /**
   * The user with his password; empty where there is no user, or what is said is wrong.
   *
   * @param block the block, with a dot at its end
   * @param variable the environment variable that may hold the password
   */
  static Optional<Credentials> read(
      Config config, ConfigReader reader, String block, String variable) {
    String path = block + "user";
    if (!config.hasPath(path)) {
      return Optional.empty();
    }
    String user = reader.text(path, USER_FORM);
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      reader.reject(path, USER_FORM);
      return Optional.empty();
    }
    Secret secret = new Secret(variable, block + "password-file");
    Optional<String> password = secret.read(config, reader);
    if (password.isEmpty()) {
      reader.reject(path, "with it its password, by " + secret);
    }
    return password.map(found -> new Credentials(user, found));
  }
}
