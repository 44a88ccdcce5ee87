package org.variometer.monitor.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.variometer.monitor.rule.Observation;

/** What a master's page says of a stream, its own applications and others'. */
@Timeout(60)
class MasterProbeTest {
  private HttpServer master;
  private String status = "ALIVE";
  private String active = "";
  private String completed = "";
  private String drivers = "";

  @BeforeEach
  void listen() throws IOException {
    master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    master.createContext(
        "/json/",
        exchange -> {
          byte[] page =
              """
              {"workers": [{"id": "worker-1", "state": "ALIVE"}, {"id": "worker-2", "state": "DEAD"}],
               "activeapps": [%s], "completedapps": [%s], "activedrivers": [%s], "status": "%s"}"""
                  .formatted(active, completed, drivers, status)
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    master.start();
  }

  @AfterEach
  void stop() {
    master.stop(0);
  }

  @Test
  void applicationsAreKnownByTheirNameAndTheNewestCounts() throws Exception {
    active = app("ours", 1000, 5) + "," + app("ours", 3000, 5) + "," + app("others", 4000, 5);
    Observation.Master seen = look();
    assertThat(seen.application()).contains(Instant.ofEpochMilli(3000));
    assertThat(seen.applications()).isEqualTo(2);
    assertThat(seen.workers()).isEqualTo(1);
    assertThat(seen.ended()).isEmpty();
  }

  @Test
  void ofThoseThatAreOverTheOneThatBeganLastIsKnownWithItsEnd() throws Exception {
    completed =
        app("ours", 1000, 9000) + "," + app("ours", 3000, 50) + "," + app("others", 4000, 5);
    assertThat(look().ended())
        .contains(new Observation.Ended(Instant.ofEpochMilli(3000), Instant.ofEpochMilli(3050)));
    assertThat(look().application()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "org.example.Stream, worker-1, true",
    "org.example.Stream, None, true",
    "org.example.Stream, worker-2, false",
    "org.example.Other, worker-1, false",
  })
  void aDriverCountsOnAWorkerThatLivesOrWhileItWaitsForOne(
      String mainClass, String worker, boolean expected) throws Exception {
    drivers = driver(mainClass, worker, 3000);
    assertThat(look().driver().isPresent()).isEqualTo(expected);
  }

  @Test
  void ofSeveralDriversTheOneThatWasSubmittedLastIsKnown() throws Exception {
    drivers =
        driver("org.example.Stream", "worker-1", 3000)
            + ","
            + driver("org.example.Stream", "worker-1", 5000)
            + ","
            + driver("org.example.Stream", "worker-1", 4000);
    assertThat(look().driver()).contains(Instant.ofEpochMilli(5000));
  }

  private static String driver(String mainClass, String worker, long start) {
    return "{\"mainclass\": \"%s\", \"worker\": \"%s\", \"starttime\": \"%d\"}"
        .formatted(mainClass, worker, start);
  }

  @Test
  void whereNoMasterIsAliveThatIsSaid() {
    status = "STANDBY";
    assertThatThrownBy(this::look)
        .isInstanceOf(ProbeException.class)
        .hasMessage("no Spark master is alive: " + url() + " is STANDBY");
  }

  private static String app(String name, long start, long duration) {
    return "{\"name\": \"%s\", \"starttime\": %d, \"duration\": %d}"
        .formatted(name, start, duration);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + master.getAddress().getPort());
  }

  private Observation.Master look() throws Exception {
    JsonPages pages = new JsonPages(Optional.empty(), Duration.ofSeconds(20));
    return new MasterProbe(List.of(url()), "ours", "org.example.Stream", pages)
        .look()
        .view()
        .orElseThrow();
  }
}
