package org.variometer.kairos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Answers requests with the faults that it is told, and with 204 when it was told none. */
final class FaultServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Fault> faults = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Something to do with a request instead of answering it well. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** What came in: how it was encoded and what it said. */
  record Request(String encoding, String authorization, JsonNode json) {
    /** How many points it has. */
    int points() {
      int points = 0;
      for (JsonNode metric : json) {
        points += metric.get("datapoints").size();
      }
      return points;
    }
  }

  private FaultServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static FaultServer start() throws IOException {
    return new FaultServer(0);
  }

  static FaultServer startAt(int port) throws IOException {
    return new FaultServer(port);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The next requests meet these, each one. */
  void next(Fault... next) {
    synchronized (faults) {
      faults.addAll(List.of(next));
    }
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** An answer with this status and body. */
  static Fault status(int status, String type, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Fault status(int status) {
    return status(status, "application/json", "{\"errors\":[\"told to\"]}");
  }

  /** No answer. */
  Fault hang() {
    return exchange -> closed.await();
  }

  /** An answer that goes on, byte by byte, for as long as anybody reads it. */
  Fault trickle() {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      record(exchange);
      Fault fault;
      synchronized (faults) {
        fault = faults.poll();
      }
      if (fault == null) {
        exchange.sendResponseHeaders(204, -1);
      } else {
        fault.answer(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void record(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    JsonNode json =
        "gzip".equals(encoding)
            ? JSON.readTree(new GZIPInputStream(exchange.getRequestBody()))
            : JSON.readTree(exchange.getRequestBody());
    synchronized (requests) {
      requests.add(
          new Request(encoding, exchange.getRequestHeaders().getFirst("Authorization"), json));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
