package org.variometer.services;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** One server that speaks S3, with one bucket, for tests: it asks nobody for a password. */
public final class S3Service extends Service {
  /** The bucket that is there from the start. */
  public static final String BUCKET = "variometer";

  private static final String ROOT = "/";
  private static final String SETTINGS = "--com.adobe.testing.s3mock.";

  private String instance = "";
  private int chosenPort;

  /** Not started yet. */
  public S3Service(ServiceOptions options) {
    super("S3 server", "s3mock-classpath", options);
  }

  /** What clients take for an endpoint. */
  public URI url() {
    return Pages.url(port(), ROOT);
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
    return Pages.get(atPort, ROOT).body().contains(instance);
  }
}
