package org.variometer.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before a real KairosDB and answers badly where it is told to. */
final class FaultyKairos implements AutoCloseable {
  private static final int UNAVAILABLE = 500;
  private static final int BAD_GATEWAY = 502;

  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger toRefuse = new AtomicInteger();
  private final AtomicInteger toHang = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Kept> toKeep = new AtomicReference<>();
  private final URI target;

  FaultyKairos(URI target) throws IOException {
    this.target = target;
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers 500 to the next requests. */
  void refuse(int requests) {
    toRefuse.set(requests);
  }

  /** Takes the next requests and never answers them. */
  void hang(int requests) {
    toHang.set(requests);
  }

  /** A request that is under way for as long as a test wants. */
  static final class Kept {
    private final CountDownLatch came = new CountDownLatch(1);
    private final CountDownLatch leaves = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);

    /** Waits until there is one. */
    void await() throws InterruptedException {
      came.await();
    }

    /** Lets it arrive; returns when it has. */
    void deliver() throws InterruptedException {
      leaves.countDown();
      arrived.await();
    }
  }

  /** Keeps the next request that writes. */
  Kept keepNext() {
    Kept kept = new Kept();
    toKeep.set(kept);
    return kept;
  }

  private void keep(Kept kept, HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    kept.came.countDown();
    kept.leaves.await();
    try {
      pass(exchange, body);
    } finally {
      kept.arrived.countDown();
    }
  }

  /** Whether all that was to go wrong did. */
  boolean isSpent() {
    return toRefuse.get() <= 0 && toHang.get() <= 0;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (toRefuse.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        exchange.sendResponseHeaders(UNAVAILABLE, -1);
      } else if (toHang.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        closed.await();
      } else {
        boolean writes = exchange.getRequestURI().getPath().endsWith("/datapoints");
        Kept kept = writes ? toKeep.getAndSet(null) : null;
        if (kept != null) {
          keep(kept, exchange, body);
        } else {
          pass(exchange, body);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String header : List.of("Content-Type", "Content-Encoding", "Accept")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
      if (response.body().length > 0) {
        exchange.getResponseBody().write(response.body());
      }
    } catch (IOException e) {
      // The real one is not there.
      exchange.sendResponseHeaders(BAD_GATEWAY, -1);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
