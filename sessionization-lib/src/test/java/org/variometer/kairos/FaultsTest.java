package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.series.Cell;
import org.variometer.series.Point;

/** What the writer does when requests fail. */
class FaultsTest {
  private static final List<Point> POINTS = Given.points("shop", 3);

  private final ManualTicker ticker = new ManualTicker();
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    server = FaultServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aBadRequestFailsAtOnceWithTheServersMessageAndTheFirstPoint() {
    server.next(
        FaultServer.status(400, "application/json", "{\"errors\":[\"metric[0].name: empty\"]}"));
    try (KairosWriter writer = writer(server.url())) {
      SinkException failure = catchThrowableOfType(SinkException.class, () -> writer.write(POINTS));
      assertThat(failure)
          .hasMessageContaining(server.url().toString())
          .hasMessageContaining("take 3 points")
          .hasMessageContaining("variometer.visits")
          .hasMessageContaining("metric[0].name: empty")
          .hasMessageContaining("defect of Variometer");
      assertThat(server.requests()).hasSize(1);
      assertThat(ticker.pauses()).isEmpty();
    }
  }

  @Test
  void aBadRequestWithoutWordsFailsAtOnceToo() {
    server.next(FaultServer.status(400, "text/html", "<html>"));
    try (KairosWriter writer = writer(server.url())) {
      assertThat(catchThrowableOfType(SinkException.class, () -> writer.write(POINTS))).isNotNull();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404})
  void anAnswerThatWillNotChangeFailsAtOnceAndNamesTheKeys(int status) {
    server.next(FaultServer.status(status));
    try (KairosWriter writer = writer(server.url())) {
      assertThat(catchThrowableOfType(SinkException.class, () -> writer.write(POINTS)))
          .hasMessageContaining("" + status)
          .hasMessageContaining("variometer.kairosdb.url");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429})
  void anAnswerThatMayChangeIsTriedAgainLaterAndLater(int status) throws SinkException {
    server.next(FaultServer.status(status), FaultServer.status(status), FaultServer.status(status));
    try (KairosWriter writer =
        writer(server.url(), "retry.first-delay", "1s", "retry.max-delay", "3s")) {
      writer.write(POINTS);
      assertThat(server.requests()).hasSize(4);
      assertThat(writer.statistics().retries()).isEqualTo(3);
      assertThat(writer.statistics().renewals()).isEqualTo(3);
      assertThat(writer.statistics().points()).isEqualTo(3);
    }
    assertThat(ticker.pauses()).hasSize(3);
    assertThat(ticker.pauses().get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(ticker.pauses().get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(ticker.pauses().get(2)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(3));
  }

  @Test
  void noAnswerIsATimeOutAndTriedAgain() throws SinkException {
    server.next(server.hang());
    try (KairosWriter writer = writer(server.url(), "request-timeout", "200ms")) {
      writer.write(POINTS);
      assertThat(writer.statistics().retries()).isEqualTo(1);
      assertThat(writer.statistics().points()).isEqualTo(3);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsATimeOutToo() throws SinkException {
    server.next(server.trickle());
    try (KairosWriter writer = writer(server.url(), "request-timeout", "200ms")) {
      writer.write(POINTS);
      assertThat(writer.statistics().retries()).isEqualTo(1);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void refusedConnectionsAreTriedUntilThereIsAServer() throws IOException {
    int port = freePort();
    AtomicInteger waits = new AtomicInteger();
    AtomicReference<FaultServer> late = new AtomicReference<>();
    ticker.whenWaiting(
        () -> {
          if (waits.incrementAndGet() == 3) {
            try {
              late.set(FaultServer.startAt(port));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    try (KairosWriter writer = writer(URI.create("http://127.0.0.1:" + port))) {
      writer.write(POINTS);
      assertThat(late.get().requests()).hasSize(1);
      assertThat(writer.statistics().retries()).isEqualTo(3);
    } finally {
      late.get().close();
    }
  }

  @Test
  void whoIsNeverThereIsNamedWithHowLongItWasTriedAndWhatToDo() throws IOException {
    URI url = URI.create("http://127.0.0.1:" + freePort());
    try (KairosWriter writer =
        writer(
            url, "retry.first-delay", "4s", "retry.max-delay", "4s", "retry.give-up-after", "1m")) {
      SinkException failure = catchThrowableOfType(SinkException.class, () -> writer.write(POINTS));
      assertThat(failure.getMessage())
          .startsWith("KairosDB at " + url + " could not take 3 points (first: variometer.visits")
          .containsIgnoringCase("refused")
          .containsPattern("tried [0-9]+ times in (5[0-9]s|1m 0s)")
          .contains(url + "/api/v1/health/check")
          .contains("start again");
    }
    assertThat(ticker.pauses().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(56), Duration.ofMinutes(1));
  }

  @Test
  void afterAFailureTheSamePointsCanBeWrittenAgain() throws SinkException {
    server.next(FaultServer.status(500));
    try (KairosWriter writer = writer(server.url(), "retry.give-up-after", "0s")) {
      assertThat(catchThrowableOfType(SinkException.class, () -> writer.write(POINTS)))
          .hasMessageContaining("tried once");
      writer.write(POINTS);
      assertThat(server.requests()).hasSize(2);
    }
    assertThat(ticker.pauses())
        .as("what failed may have arrived all the same: the spacing holds")
        .containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void connectionsNeverPileUp() throws IOException {
    try (CountingProxy proxy = new CountingProxy(server.port());
        KairosWriter writer =
            writer(proxy.url(), "points-per-request", "1", "retry.give-up-after", "1d")) {
      server.next(
          IntStream.range(0, 60)
              .mapToObj(i -> FaultServer.status(i % 2 == 0 ? 500 : 503))
              .toArray(FaultServer.Fault[]::new));
      writer.write(Given.points("shop", 200));
      assertThat(server.requests()).hasSize(260);
      assertThat(writer.statistics().renewals()).isEqualTo(60);
      assertThat(proxy.opened()).isGreaterThan(60);
      // The proxy may see a connection end a moment after the next one began.
      assertThat(proxy.most()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void connectionsAreKeptWhileAllIsWell() throws IOException {
    try (CountingProxy proxy = new CountingProxy(server.port());
        KairosWriter writer = writer(proxy.url(), "points-per-request", "1")) {
      writer.write(Given.points("shop", 100));
      assertThat(proxy.opened()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void theFenceIsAskedBeforeEachRequestAndStopsTheWrite() throws SinkException {
    AtomicInteger asked = new AtomicInteger();
    Fence fence =
        () -> {
          if (asked.incrementAndGet() == 3) {
            throw new SinkException("the lease has run out");
          }
        };
    server.next(FaultServer.status(500));
    try (KairosWriter writer =
        new KairosWriter(
            Given.settings(server.url(), "connections", "1", "points-per-request", "1"),
            "eu",
            "stream",
            fence,
            ticker)) {
      assertThat(catchThrowableOfType(SinkException.class, () -> writer.write(POINTS)))
          .hasMessage("the lease has run out");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void whatIsNotFitToBeWrittenKeepsAllBack() {
    Cell cell = Given.cell("shop", 0);
    try (KairosWriter writer = writer(server.url())) {
      for (Point bad :
          List.of(
              new Point(cell, Double.NaN),
              new Point(cell, Double.POSITIVE_INFINITY),
              new Point(new Cell(cell.series(), -1), 1),
              new Point(Given.cell("", 0), 1))) {
        assertThat(
                catchThrowableOfType(
                    IllegalArgumentException.class,
                    () -> writer.write(List.of(POINTS.get(0), bad))))
            .hasMessageContaining("can't be written");
      }
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theUserIsNamedWithTheFirstRequest(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "öpen:sesame\n");
    try (KairosWriter writer =
        writer(server.url(), "user", "ali", "password-file", secret.toString())) {
      writer.write(POINTS);
    }
    assertThat(server.requests().get(0).authorization())
        .isEqualTo("Basic YWxpOsO2cGVuOnNlc2FtZQ==");
  }

  private KairosWriter writer(URI url, String... overrides) {
    return new KairosWriter(Given.settings(url, overrides), "eu", "stream", Fence.OPEN, ticker);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
