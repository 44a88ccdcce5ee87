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
  private static final HttpClient HTTP = builder().build();

  private Pages() {}

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TO_ANSWER);
  }

  /** The address of a path at a port of this machine. */
  static URI url(int port, String path) {
    return url("http", port, path);
  }

  /** The same by this scheme. */
  static URI url(String scheme, int port, String path) {
    return URI.create(scheme + "://" + Ports.HOST + ":" + port + path);
  }

  /**
   * What is answered there.
   *
   * @throws IOException if nothing is, in some seconds
   */
  static HttpResponse<String> get(int port, String path) throws IOException {
    return send(HTTP, HttpRequest.newBuilder(url(port, path)));
  }

  /**
   * What is answered there to a user, by TLS.
   *
   * @throws IOException if nothing is, in some seconds
   */
  static HttpResponse<String> get(int port, String path, Security security) throws IOException {
    return send(
        builder().sslContext(security.certificate().trusted()).build(),
        HttpRequest.newBuilder(url("https", port, path)).header("Authorization", security.basic()));
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
      throws IOException {
    try {
      return http.send(request.timeout(TO_ANSWER).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
