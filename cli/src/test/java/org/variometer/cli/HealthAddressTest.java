package org.variometer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.variometer.kairos.Ticker;
import org.variometer.shard.MeterYield.Gauges;
import org.variometer.shard.RunCounts;
import org.variometer.stream.MicroBatch;

/** Who asks is told whether micro-batches are committed. */
class HealthAddressTest {
  private static final Duration FIRST = Duration.ofMinutes(30);
  private static final Duration NEXT = Duration.ofMinutes(2);

  private final AtomicLong now = new AtomicLong();
  private HealthAddress health;

  private final Ticker ticker =
      new Ticker() {
        @Override
        public long nanos() {
          return now.get();
        }

        @Override
        public void sleep(long nanos) {
          now.addAndGet(nanos);
        }
      };

  @BeforeEach
  void listen() throws IOException {
    health =
        new HealthAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "eu", FIRST, NEXT, ticker);
  }

  @AfterEach
  void close() {
    health.close();
  }

  @Test
  void theFirstCommitMayTakeAsLongAsCatchingUp() throws Exception {
    now.set(FIRST.toNanos());
    assertThat(get().statusCode()).isEqualTo(200);
    now.incrementAndGet();
    HttpResponse<String> late = get();
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(json(late).toString())
        .isEqualTo("{\"healthy\":false,\"region\":\"eu\",\"seconds_since_start\":1800}");
  }

  @Test
  void eachOneAfterThatHasItsTime() throws Exception {
    now.set(Duration.ofMinutes(10).toNanos());
    health.accept(batch());
    now.addAndGet(NEXT.toNanos());
    assertThat(get().statusCode()).isEqualTo(200);
    now.incrementAndGet();
    HttpResponse<String> late = get();
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(json(late).path("last_batch").asText()).isEqualTo("1970-01-01T00:00:07Z");
    assertThat(json(late).path("seconds_since_commit").asLong()).isEqualTo(120);
    health.accept(batch());
    assertThat(get().statusCode()).isEqualTo(200);
  }

  @Test
  void nothingButGetIsTaken() throws Exception {
    HttpRequest post = HttpRequest.newBuilder(uri()).POST(BodyPublishers.noBody()).build();
    assertThat(HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void anAddressThatIsTakenIsNamed() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), health.port());
    assertThatThrownBy(() -> new HealthAddress(taken, "eu", FIRST, NEXT, ticker).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(health.port()))
        .hasMessageContaining("variometer.stream.health-address");
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + health.port() + "/health");
  }

  private HttpResponse<String> get() throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new JsonMapper().readTree(response.body());
  }

  private static MicroBatch batch() {
    return new MicroBatch(
        7000,
        RunCounts.NONE,
        RunCounts.NONE,
        Gauges.NONE,
        true,
        0,
        new TreeMap<>(),
        0,
        Optional.empty(),
        0);
  }
}
