package org.variometer.monitor.record;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.variometer.config.MonitorSettings;

/**
 * The dead-man's switch: a sign of life after each check, to a file and to an address. Somebody
 * else has to notice when it stays away.
 */
public final class Heartbeat {
  private static final int SUCCESS = 2;

  private final MonitorSettings.Heartbeat settings;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * Gives it so.
   *
   * @param timeout how long an answer may take
   */
  public Heartbeat(MonitorSettings.Heartbeat settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /**
   * Gives a sign of life.
   *
   * @param at the instant of the check
   * @throws IOException if the file can't be written, or the address does not answer
   */
  public void beat(Instant at) throws IOException, InterruptedException {
    if (settings.file().isPresent()) {
      Files.writeString(Path.of(settings.file().get()), at + "\n");
    }
    Optional<MonitorSettings.Address> address = settings.url();
    if (address.isPresent()) {
      ask(address.get());
    }
  }

  private void ask(MonitorSettings.Address address) throws IOException, InterruptedException {
    HttpResponse<Void> response;
    try {
      response =
          http.send(
              HttpRequest.newBuilder(address.url()).timeout(timeout).build(),
              BodyHandlers.discarding());
    } catch (IOException e) {
      // Its message may have the address.
      throw new IOException(
          "the heartbeat's address "
              + address
              + " does not answer: "
              + e.getClass().getSimpleName());
    }
    if (response.statusCode() / 100 != SUCCESS) {
      throw new IOException(
          "the heartbeat's address " + address + " answered " + response.statusCode());
    }
  }
}
