package org.variometer.monitor.action;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.rule.Alert;

/** Posts alerts as JSON. */
public final class WebhookChannel implements Channel {
  private static final int SUCCESS = 2;

  private final MonitorSettings.Address address;
  private final String region;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * Posts there.
   *
   * @param region the pipeline's region
   * @param timeout how long an answer may take
   */
  public WebhookChannel(MonitorSettings.Address address, String region, Duration timeout) {
    this.address = address;
    this.region = region;
    this.timeout = timeout;
    http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void tell(Alert alert) throws ActionException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.url())
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(new Message(region, alert).json()))
            .build();
    try {
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      if (response.statusCode() / 100 != SUCCESS) {
        throw new ActionException("the webhook " + address + " answered " + response.statusCode());
      }
    } catch (IOException e) {
      // Its message may have the address.
      throw new ActionException(
          "the webhook " + address + " does not answer: " + e.getClass().getSimpleName());
    }
  }
}
