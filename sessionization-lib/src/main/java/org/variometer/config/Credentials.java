package org.variometer.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * Who asks a service for something.
 *
 * @param user the name
 * @param password the secret
 */
public record Credentials(String user, String password) {
  /** What basic authentication sends as the header {@code Authorization}. */
  public String basic() {
    return "Basic " + Base64.getEncoder().encodeToString(pair().getBytes(UTF_8));
  }

  /** User and password with a colon between. */
  public String pair() {
    return user + ':' + password;
  }

  /** The user alone: the password shows nowhere. */
  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}
