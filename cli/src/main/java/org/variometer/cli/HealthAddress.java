package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.variometer.kairos.Ticker;
import org.variometer.stream.MicroBatch;

/**
 * Says by HTTP whether the stream works: {@code GET /health} is answered 200 while micro-batches
 * are committed, 503 when none was for too long, with a few words of JSON.
 */
final class HealthAddress implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_ALLOWED = 405;

  private final HttpServer server;
  private final String region;
  private final Duration firstWithin;
  private final Duration nextWithin;
  private final Ticker ticker;
  private final long begun;
  private volatile Optional<Commit> last = Optional.empty();

  private record Commit(long at, MicroBatch batch) {}

  /**
   * Listens.
   *
   * @param address where; port 0 for any that is free
   * @param firstWithin how long the first commit may take
   * @param nextWithin how long each one after that may take
   * @throws IOException if nobody can listen there
   */
  HealthAddress(
      InetSocketAddress address,
      String region,
      Duration firstWithin,
      Duration nextWithin,
      Ticker ticker)
      throws IOException {
    this.region = region;
    this.firstWithin = firstWithin;
    this.nextWithin = nextWithin;
    this.ticker = ticker;
    this.begun = ticker.nanos();
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "nobody can listen at "
              + address
              + ": "
              + e.getMessage()
              + ". Name another address: variometer.stream.health-address",
          e);
    }
    server.createContext("/health", this::answer);
    server.start();
  }

  /** Notes a commit. */
  void accept(MicroBatch batch) {
    last = Optional.of(new Commit(ticker.nanos(), batch));
  }

  /** Where it listens. */
  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(NOT_ALLOWED, -1);
        return;
      }
      Optional<Commit> commit = last;
      Duration since = Duration.ofNanos(ticker.nanos() - commit.map(Commit::at).orElse(begun));
      boolean healthy = since.compareTo(commit.isPresent() ? nextWithin : firstWithin) <= 0;
      byte[] body = (words(healthy, since, commit) + "\n").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(healthy ? OK : UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ObjectNode words(boolean healthy, Duration since, Optional<Commit> commit) {
    ObjectNode words = JSON.createObjectNode();
    words.put("healthy", healthy).put("region", region);
    commit.ifPresent(
        c ->
            words
                .put("writes", c.batch().writes())
                .put("last_batch", Instant.ofEpochMilli(c.batch().time()).toString()));
    return words.put(
        commit.isPresent() ? "seconds_since_commit" : "seconds_since_start", since.toSeconds());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
