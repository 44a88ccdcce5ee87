package org.variometer.monitor.action;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.variometer.config.MonitorSettings;

/** Calls an address that may be a secret: what goes wrong is said without it. */
final class Caller {
  private static final int SUCCESS = 2;

  private final String name;
  private final MonitorSettings.Address address;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * Calls there.
   *
   * @param name what it is, for messages
   * @param timeout how long an answer may take
   */
  Caller(String name, MonitorSettings.Address address, Duration timeout) {
    this.name = name;
    this.address = address;
    this.timeout = timeout;
    http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /**
   * Calls.
   *
   * @param form makes the request what it is to be; as given it is a GET
   * @throws ActionException if there is no answer, or none that says success
   */
  void call(UnaryOperator<HttpRequest.Builder> form) throws ActionException, InterruptedException {
    HttpRequest request =
        form.apply(HttpRequest.newBuilder(address.url()).timeout(timeout)).build();
    try {
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      if (response.statusCode() / 100 != SUCCESS) {
        throw new ActionException(name + " " + address + " answered " + response.statusCode());
      }
    } catch (IOException e) {
      // Its message may have the address.
      throw new ActionException(
          name + " " + address + " does not answer: " + e.getClass().getSimpleName());
    }
  }
}
