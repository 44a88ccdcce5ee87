package org.variometer.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Where the monitors send their alerts: whoever sits before the terminal is on call. */
final class Alerts implements AutoCloseable {
  private static final String PATH = "/alerts";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TAKEN = 204;
  private static final int NOT_UNDERSTOOD = 400;

  private final HttpServer server;

  private Alerts(HttpServer server) {
    this.server = server;
  }

  /** Listens on this machine, and gives each alert as a line. */
  static Alerts start(Consumer<String> notes) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PATH, exchange -> take(exchange, notes));
    server.start();
    return new Alerts(server);
  }

  private static void take(HttpExchange exchange, Consumer<String> notes) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(isTold(exchange, notes) ? TAKEN : NOT_UNDERSTOOD, -1);
    }
  }

  private static boolean isTold(HttpExchange exchange, Consumer<String> notes) throws IOException {
    try {
      JsonNode alert = JSON.readTree(exchange.getRequestBody());
      notes.accept("ALERT " + alert.path("title").asText() + ": " + alert.path("text").asText());
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** The address to which they are posted. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
