package org.variometer.monitor.action;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.rule.Alert;

/** Posts alerts as JSON. */
public final class WebhookChannel implements Channel {
  private final String region;
  private final Caller caller;

  /**
   * Posts there.
   *
   * @param region the pipeline's region
   * @param timeout how long an answer may take
   */
  public WebhookChannel(MonitorSettings.Address address, String region, Duration timeout) {
    this.region = region;
    caller = new Caller("the webhook", address, timeout);
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void tell(Alert alert) throws ActionException, InterruptedException {
    String json = new Message(region, alert).json();
    caller.call(
        request ->
            request
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(json)));
  }
}
