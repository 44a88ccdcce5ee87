package org.variometer.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What services answer by HTTP. */
final class Pages {
  private static final Duration TO_ANSWER = Duration.ofSeconds(5);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_ANSWER)
          .build();

  private Pages() {}

  /** The address of a path at a port of this machine. */
  static URI url(int port, String path) {
    return URI.create("http://" + Ports.HOST + ":" + port + path);
  }

  /**
   * What is answered there.
   *
   * @throws IOException if nothing is, in some seconds
   */
  static HttpResponse<String> get(int port, String path) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(url(port, path)).timeout(TO_ANSWER).build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
