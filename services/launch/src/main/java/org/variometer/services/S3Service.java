package org.variometer.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One server that speaks S3, with one bucket, for tests: it asks nobody for a password. */
public final class S3Service extends Service {
  /** The bucket that is there from the start. */
  public static final String BUCKET = "variometer";

  private static final Duration TO_ANSWER = Duration.ofSeconds(5);
  private static final String SETTINGS = "--com.adobe.testing.s3mock.";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_ANSWER)
          .build();
  private String instance = "";
  private int chosenPort;

  /** Not started yet. */
  public S3Service(ServiceOptions options) {
    super("S3 server", "s3mock-classpath", options);
  }

  /** What clients take for an endpoint. */
  public URI url() {
    return url(port());
  }

  @Override
  void prepare(int atPort) {
    instance = UUID.randomUUID().toString();
    chosenPort = atPort;
  }

  @Override
  List<String> arguments() {
    return List.of(
        heap(256),
        "com.adobe.testing.s3mock.S3MockApplication",
        "--server.address=" + Ports.HOST,
        "--server.port=" + chosenPort,
        "--server.ssl.enabled=false",
        // It has a second one, which can't be told an address: at any port.
        SETTINGS + "http-port=0",
        SETTINGS + "domain.root=" + directory().resolve("objects"),
        SETTINGS + "domain.retain-files-on-exit=true",
        // The second bucket tells this server from another one at its port.
        SETTINGS + "domain.initial-buckets=" + BUCKET + "," + instance);
  }

  @Override
  boolean isHealthy(int atPort) throws IOException {
    try {
      HttpRequest buckets = HttpRequest.newBuilder(url(atPort)).timeout(TO_ANSWER).build();
      return http.send(buckets, BodyHandlers.ofString()).body().contains(instance);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static URI url(int atPort) {
    return URI.create("http://" + Ports.HOST + ":" + atPort + "/");
  }
}
