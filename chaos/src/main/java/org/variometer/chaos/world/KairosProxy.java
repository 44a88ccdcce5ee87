package org.variometer.chaos.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A proxy before KairosDB that lets go wrong what can go wrong between a client and its server.
 * What is written passes through one {@link Mishap} at a time; questions pass as they are, but
 * where all is cut off.
 */
public final class KairosProxy implements AutoCloseable {
  private static final String WRITES = "/api/v1/datapoints";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The stream that is started again writes by then, and still has to fear it (spec §7). */
  public static final long LATE_SECONDS = 12;

  private static final int ACKNOWLEDGED = 204;
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;
  private static final int BAD_GATEWAY = 502;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "kairosdb-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final URI target;
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger happened = new AtomicInteger();
  private final Deque<Written> recent = new ArrayDeque<>();
  private HttpServer server;
  private final int port;
  private volatile Mishap mishap = Mishap.NONE;

  /** What becomes of a request that writes. */
  public enum Mishap {
    NONE,
    /** It takes seconds until it is passed on. */
    SLOW,
    /** It is refused by an answer 500, and not passed on. */
    ERROR,
    /** Its connection is closed without an answer; it is not passed on. */
    RESET,
    /** It is passed on, and its connection closed without the answer. */
    ANSWER_LOST,
    /** One half of its points is passed on; the answer is 400. */
    HALF,
    /** It is acknowledged and never passed on, as when KairosDB dies with it in its queue. */
    SWALLOWED,
    /** It is passed on seconds later, whoever has sent it, and is not answered. */
    LATE
  }

  /** A request as it came. */
  private record Request(String method, URI uri, String type, String encoding, byte[] body) {}

  private record Written(long nanos, Request request) {}

  /** A proxy that passes all on. */
  public KairosProxy(URI target) throws IOException {
    this.target = target;
    server = open(0);
    port = server.getAddress().getPort();
  }

  private HttpServer open(int atPort) throws IOException {
    HttpServer opened =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
    opened.createContext("/", this::answer);
    opened.setExecutor(threads);
    opened.start();
    return opened;
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Lets something happen to the next requests that write.
   *
   * @param requests to how many
   */
  public void next(int requests, Mishap what) {
    mishap = what;
    happened.set(0);
    left.set(requests);
  }

  /** To how many requests it happened since {@link #next}. */
  public int happened() {
    return happened.get();
  }

  /** Lets nothing more happen. */
  public void heal() throws IOException {
    left.set(0);
    mishap = Mishap.NONE;
    connect();
  }

  /** Refuses connections from now on. */
  public synchronized void disconnect() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  /** Takes connections again. */
  public synchronized void connect() throws IOException {
    if (server == null) {
      server = open(port);
    }
  }

  /**
   * Sends once more, in their order, requests that were acknowledged before the newest one: as a
   * queue in a file does that did not come to note that they were taken out, nor to note the last
   * ones at all.
   *
   * @param from how long before the newest the first of them was written
   * @param to how long before the newest the last of them was written
   * @return how many
   */
  public int replay(Duration from, Duration to) throws IOException, InterruptedException {
    List<Request> again = new ArrayList<>();
    synchronized (recent) {
      for (Written written : recent) {
        long age = recent.getLast().nanos() - written.nanos();
        if (age <= from.toNanos() && age >= to.toNanos()) {
          again.add(written.request());
        }
      }
    }
    for (Request request : again) {
      HttpResponse<byte[]> unused = pass(request);
    }
    return again.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestHeaders().getFirst("Content-Type"),
              exchange.getRequestHeaders().getFirst("Content-Encoding"),
              exchange.getRequestBody().readAllBytes());
      boolean writes = request.method().equals("POST") && request.uri().getPath().equals(WRITES);
      Mishap now = writes && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? mishap : Mishap.NONE;
      if (now != Mishap.NONE) {
        happened.incrementAndGet();
      }
      answer(exchange, request, writes, now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, Request request, boolean writes, Mishap now)
      throws IOException, InterruptedException {
    switch (now) {
      case ERROR -> exchange.sendResponseHeaders(SERVER_ERROR, -1);
      case RESET -> {
        // Closed without a word.
      }
      case ANSWER_LOST -> {
        HttpResponse<byte[]> unused = pass(request);
      }
      case HALF -> {
        HttpResponse<byte[]> unused = pass(half(request));
        exchange.sendResponseHeaders(BAD_REQUEST, -1);
      }
      case SWALLOWED -> exchange.sendResponseHeaders(ACKNOWLEDGED, -1);
      case LATE -> {
        TimeUnit.SECONDS.sleep(LATE_SECONDS);
        HttpResponse<byte[]> unused = pass(request);
      }
      case SLOW -> {
        TimeUnit.SECONDS.sleep(1);
        passOn(exchange, request, writes);
      }
      case NONE -> passOn(exchange, request, writes);
    }
  }

  private void passOn(HttpExchange exchange, Request request, boolean writes)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = pass(request);
    } catch (IOException e) {
      // The real one is not there.
      exchange.sendResponseHeaders(BAD_GATEWAY, -1);
      return;
    }
    if (writes && response.statusCode() == ACKNOWLEDGED) {
      remember(request);
    }
    response
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    int length = response.body().length;
    exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
    if (length > 0) {
      exchange.getResponseBody().write(response.body());
    }
  }

  private void remember(Request request) {
    long now = System.nanoTime();
    synchronized (recent) {
      recent.add(new Written(now, request));
      while (now - recent.peek().nanos() > PATIENCE.toNanos()) {
        recent.remove();
      }
    }
  }

  private HttpResponse<byte[]> pass(Request request) throws IOException, InterruptedException {
    HttpRequest.Builder passed =
        HttpRequest.newBuilder(target.resolve(request.uri()))
            .timeout(PATIENCE)
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    if (request.type() != null) {
      passed.header("Content-Type", request.type());
    }
    if (request.encoding() != null) {
      passed.header("Content-Encoding", request.encoding());
    }
    return client.send(passed.build(), BodyHandlers.ofByteArray());
  }

  /** With every other metric alone. */
  private static Request half(Request request) throws IOException {
    boolean zipped = "gzip".equals(request.encoding());
    byte[] plain = request.body();
    if (zipped) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(plain))) {
        plain = in.readAllBytes();
      }
    }
    ArrayNode half = JSON.createArrayNode();
    boolean takes = true;
    for (JsonNode metric : JSON.readTree(plain)) {
      if (takes) {
        half.add(metric);
      }
      takes = !takes;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = zipped ? new GZIPOutputStream(bytes) : bytes) {
      JSON.writeValue(out, half);
    }
    return new Request(
        request.method(), request.uri(), request.type(), request.encoding(), bytes.toByteArray());
  }

  @Override
  public void close() {
    disconnect();
    threads.shutdownNow();
  }
}
