package org.variometer.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that are secured let one user in, who knows whom he speaks with. */
@Timeout(120)
class SecurityTest {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  @TempDir private static Path folder;

  private static Security ofKafka;
  private static Security ofKairos;
  private static Services services;

  @BeforeAll
  static void start() throws IOException {
    ServerCertificate certificate = ServerCertificate.make(folder.resolve("tls"), "open sesame");
    ofKafka = new Security(certificate, "kay", "kays-word");
    ofKairos = new Security(certificate, "dee", "dees-word");
    services = Services.in(folder.resolve("services"), ofKafka, ofKairos);
    services.start(1);
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @Test
  void kafkaRefusesAnotherPassword() throws ServiceException {
    assertThat(services.kafka().records(Services.BEACONS)).isEmpty();
    Map<String, Object> properties = services.kafka().clientProperties();
    properties.putAll(new Security(ofKafka.certificate(), "kay", "dees-word").kafkaClient());
    try (KafkaAdmin stranger = new KafkaAdmin(properties)) {
      assertThatThrownBy(stranger::clusterId)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("Authentication failed");
    }
  }

  @Test
  void kairosDbRefusesAnotherPasswordAndSpeaksByTlsAlone() throws Exception {
    int port = services.kairos().port();
    assertThat(services.kairos().url()).hasScheme("https");
    assertThat(Pages.get(port, "/api/v1/metricnames", ofKairos).statusCode()).isEqualTo(OK);
    Security stranger = new Security(ofKairos.certificate(), "dee", "kays-word");
    assertThat(Pages.get(port, "/api/v1/metricnames", stranger).statusCode())
        .isEqualTo(UNAUTHORIZED);
    assertThatThrownBy(() -> Pages.get(port, "/api/v1/metricnames"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whoDoesNotTrustTheAuthorityDoesNotConnect() {
    HttpRequest request = HttpRequest.newBuilder(services.kairos().url()).build();
    assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void passwordsShowNowhere() {
    assertThat(ofKafka.toString()).contains("kay").doesNotContain("kays-word", "sesame");
  }
}
