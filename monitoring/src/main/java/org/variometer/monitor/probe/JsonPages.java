package org.variometer.monitor.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.variometer.config.Credentials;

/** Pages of Spark's, most of which are JSON. May be used by several threads. */
public final class JsonPages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int WHO_ARE_YOU = 401;
  private static final int NOT_YOU = 403;

  private final HttpClient http;
  private final Optional<Credentials> user;
  private final Duration timeout;

  /**
   * Asks for them.
   *
   * @param user who asks, if that is asked for
   * @param timeout how long an answer may take
   */
  public JsonPages(Optional<Credentials> user, Duration timeout) {
    this.user = user;
    this.timeout = timeout;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** What a page says. */
  public JsonNode get(String url) throws ProbeException, InterruptedException {
    return json(url, text(url));
  }

  /** What a page says that is text. */
  public String text(String url) throws ProbeException, InterruptedException {
    return ask(url, "GET", BodyPublishers.noBody());
  }

  /** What is answered to something that is posted, as JSON; nothing is posted for null. */
  public JsonNode post(String url, JsonNode body) throws ProbeException, InterruptedException {
    return json(
        url,
        ask(
            url,
            "POST",
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
  }

  private static JsonNode json(String url, String text) throws ProbeException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ProbeException(url + " does not answer with JSON: " + e.getOriginalMessage(), e);
    }
  }

  private String ask(String url, String method, BodyPublisher body)
      throws ProbeException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(timeout)
            .header("Content-Type", "application/json;charset=UTF-8")
            .method(method, body);
    user.ifPresent(known -> request.header("Authorization", known.basic()));
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      int status = response.statusCode();
      if (status != OK) {
        throw new ProbeException(
            url
                + " answered "
                + status
                + (status == WHO_ARE_YOU || status == NOT_YOU
                    ? ": see variometer.monitor.spark-pages"
                    : ""));
      }
      return response.body();
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new ProbeException(url + " does not answer: " + reason, e);
    }
  }
}
