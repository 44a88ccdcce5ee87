package org.variometer.monitor.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.variometer.config.MonitorSettings;
import org.variometer.monitor.rule.Alert;
import org.variometer.monitor.rule.Subject;

/** Alerts as somebody's program receives them. */
@Timeout(60)
class WebhookChannelTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String SECRET = "canary-77";

  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private int answer = 204;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anAlertIsOneJsonObject() throws Exception {
    channel()
        .tell(
            new Alert(
                Alert.Kind.OPENED, Subject.STREAM, AT, AT.plusSeconds(5), "it is \"dead\"\n"));
    assertThat(received).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(received.get(0));
    assertThat(json.path("incident").asText()).isEqualTo("eu-stream-" + AT.toEpochMilli());
    assertThat(json.path("kind").asText()).isEqualTo("opened");
    assertThat(json.path("subject").asText()).isEqualTo("stream");
    assertThat(json.path("region").asText()).isEqualTo("eu");
    assertThat(json.path("since").asText()).isEqualTo(AT.toString());
    assertThat(json.path("title").asText()).isEqualTo("[variometer eu] the stream: wrong");
    assertThat(json.path("text").asText()).isEqualTo("it is \"dead\"\n");
  }

  @Test
  void anAnswerThatIsNoSuccessIsAProblemWithoutTheSecretAddress() {
    answer = 500;
    assertThatThrownBy(() -> channel().tell(alert()))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("answered 500")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void nobodyThereIsAProblemWithoutTheSecretAddress() {
    server.stop(0);
    assertThatThrownBy(() -> channel().tell(alert()))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("does not answer: ConnectException")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  private static Alert alert() {
    return new Alert(Alert.Kind.OVER, Subject.KAFKA, AT, AT, "it was down");
  }

  private WebhookChannel channel() {
    URI url =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?key=" + SECRET);
    return new WebhookChannel(new MonitorSettings.Address(url), "eu", Duration.ofSeconds(10));
  }
}
