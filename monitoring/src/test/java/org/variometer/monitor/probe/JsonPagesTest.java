package org.variometer.monitor.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.config.Credentials;

/** Pages that ask for a password. */
class JsonPagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server
        .createContext(
            "/",
            exchange -> {
              byte[] answer = "{\"status\":\"ALIVE\"}".getBytes(UTF_8);
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
              exchange.close();
            })
        .setAuthenticator(
            new BasicAuthenticator("Spark") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals("monitor") && password.equals("sesame");
              }
            });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aUserIsShownThem() throws Exception {
    assertThat(pages("sesame").get(url()).path("status").asText()).isEqualTo("ALIVE");
  }

  @Test
  void whoIsNoneIsToldWhereOneIsNamed() {
    assertThatThrownBy(() -> pages("barley").get(url()))
        .isInstanceOf(ProbeException.class)
        .hasMessage(url() + " answered 401: see variometer.monitor.spark-pages");
    assertThatThrownBy(() -> new JsonPages(Optional.empty(), PATIENCE).get(url()))
        .hasMessageEndingWith("answered 401: see variometer.monitor.spark-pages");
  }

  private static JsonPages pages(String password) {
    return new JsonPages(Optional.of(new Credentials("monitor", password)), PATIENCE);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/json/";
  }
}
