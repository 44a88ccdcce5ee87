package org.variometer.kairos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.variometer.config.KairosSettings;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;

/** A KairosDB that dies with what it had acknowledged: nothing is missing in the end. */
class LossTest {
  @TempDir private Path folder;
  private final ShiftedTicker ticker = new ShiftedTicker();
  private Fence fence = Fence.OPEN;
  private KairosService service;
  private KairosWriter writer;

  @BeforeEach
  void start() throws IOException {
    service = new KairosService(ServiceOptions.in(folder).withBriefLife());
    service.start();
    writer = new KairosWriter(settings(), "eu", "stream", () -> fence.check(), ticker);
  }

  @AfterEach
  void stop() {
    writer.close();
    service.kill();
  }

  @Test
  void pointsOfTheLastFiveMinutesAreWrittenAgain() throws IOException {
    writer.writeBatch(Given.points("old", 10), 1_000);
    ticker.pass(Duration.ofMinutes(3));
    writer.writeBatch(Given.points("shop", 2500), 2_000);
    ticker.pass(Duration.ofMinutes(1));
    Map<Cell, Double> newest = new TreeMap<>(Comparator.comparing(Cell::toString));
    Given.points("shop", 2500).forEach(point -> newest.put(point.cell(), point.value()));
    List<Point> changed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      changed.add(new Point(Given.cell("shop", i), 0.25));
      newest.put(Given.cell("shop", i), 0.25);
    }
    writer.writeBatch(changed, 3_000);
    ticker.pass(Duration.ofMinutes(2));
    writer.writeBatch(List.of(), 3_500);

    loseEverything();
    newest.put(Given.cell("shop", 9999), 7.0);
    writer.writeBatch(List.of(new Point(Given.cell("shop", 9999), 7)), 4_000);

    assertThat(visits()).isEqualTo(newest);
    assertThat(writer.statistics().canariesLost()).isEqualTo(1);
    // With the canaries of the second micro-batch and of those since.
    assertThat(writer.statistics().pointsRewritten()).isEqualTo(2500 + 3);

    writer.writeBatch(List.of(), 5_000);
    writer.finish();
    assertThat(writer.statistics().canariesLost()).isEqualTo(1);
  }

  @Test
  void pointsAreWrittenAgainHoweverLateTheNextMicroBatchIs() throws IOException {
    writer.writeBatch(Given.points("shop", 20), 1_000);
    ticker.pass(Duration.ofMinutes(30));
    loseEverything();
    writer.writeBatch(Given.points("outlet", 5), 2_000);
    assertThat(visits()).hasSize(25);
  }

  @Test
  void whatWasGivenUpIsNotWrittenAgain() throws IOException {
    writer.writeBatch(Given.points("shop", 10), 1_000);
    writer.forget(cell -> cell.timestamp() < Given.T + 6 * Given.MINUTE);
    loseEverything();
    writer.writeBatch(List.of(), 2_000);
    assertThat(visits().keySet())
        .containsExactlyInAnyOrder(
            Given.cell("shop", 6),
            Given.cell("shop", 7),
            Given.cell("shop", 8),
            Given.cell("shop", 9));
  }

  @Test
  void aLossBetweenTheLastPointAndTheCanaryIsNotHiddenByTheCanary() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    fence =
        () -> {
          // The third request is the canary.
          if (requests.incrementAndGet() == 3) {
            try {
              loseEverything();
            } catch (IOException e) {
              throw new SinkException("the test could not restart KairosDB", e);
            }
          }
        };
    writer.writeBatch(Given.points("shop", 1500), 1_000);
    assertThat(visits()).hasSize(1500);
    assertThat(writer.statistics().pointsRewritten()).isEqualTo(1500);
  }

  @Test
  void aLossAfterTheLastMicroBatchIsFoundAtTheStop() throws IOException {
    writer.writeBatch(Given.points("shop", 20), 1_000);
    loseEverything();
    writer.finish();
    assertThat(visits()).hasSize(20);
    assertThat(writer.statistics().canariesLost()).isEqualTo(1);
  }

  @Test
  void aKillThatLosesNothingChangesNothing() throws IOException {
    writer.writeBatch(Given.points("shop", 20), 1_000);
    service.kill();
    service.start();
    writer.writeBatch(Given.points("outlet", 20), 2_000);
    writer.finish();
    assertThat(visits()).hasSize(40);
  }

  @Test
  void whileItIsAwayTheWriterWaitsForIt() throws IOException {
    writer.writeBatch(Given.points("shop", 20), 1_000);
    service.kill();
    AtomicInteger requests = new AtomicInteger();
    fence =
        () -> {
          if (requests.incrementAndGet() == 3) {
            try {
              service.start();
            } catch (IOException e) {
              throw new SinkException("the test could not start KairosDB", e);
            }
          }
        };
    writer.writeBatch(Given.points("outlet", 20), 2_000);
    assertThat(writer.statistics().retries()).isGreaterThanOrEqualTo(2);
    assertThat(visits()).hasSize(40);
  }

  @ParameterizedTest(name = "who stands before it answers for it: {0}")
  @ValueSource(booleans = {false, true})
  void olderValuesThatItWritesOverNewerOnesWhenItIsBackDoNotStand(boolean answered)
      throws IOException {
    Point older = new Point(Given.cell("shop", 1), 1);
    Point newer = new Point(Given.cell("shop", 1), 2);
    writer.writeBatch(List.of(older), 1_000);
    ticker.pass(Duration.ofSeconds(10));
    writer.writeBatch(List.of(newer), 2_000);
    ticker.pass(Duration.ofSeconds(10));
    writer.writeBatch(List.of(), 3_000);
    // So that the canary stands, and nothing else tells of it.
    service.stop();
    Optional<HttpServer> gateway = answered ? Optional.of(gatewayInItsPlace()) : Optional.empty();
    AtomicInteger requests = new AtomicInteger();
    fence =
        () -> {
          if (requests.incrementAndGet() == 2) {
            gateway.ifPresent(server -> server.stop(0));
            try (KairosWriter queue =
                new KairosWriter(settings(), "queue", "stream", Fence.OPEN, ticker)) {
              service.start();
              queue.write(List.of(older));
            } catch (IOException e) {
              throw new SinkException("the test could not start KairosDB", e);
            }
          }
        };
    writer.writeBatch(Given.points("outlet", 20), 4_000);
    assertThat(visits()).hasSize(21).containsEntry(newer.cell(), 2.0);
    assertThat(writer.statistics().canariesLost()).isZero();
  }

  @Test
  void aRequestThatWasGivenUpAndArrivesOverNewerValuesDoesNotStand() throws IOException {
    Point older = new Point(Given.cell("shop", 1), 1);
    Point newer = new Point(Given.cell("shop", 1), 2);
    writer.writeBatch(List.of(older), 1_000);
    whileItIsAwayTheWriterWaitsForIt();
    ticker.pass(Duration.ofSeconds(10));
    writer.writeBatch(List.of(newer), 3_000);
    assertThat(writer.mayStillArrive()).isTrue();
    try (KairosWriter late = new KairosWriter(settings(), "late", "stream", Fence.OPEN, ticker)) {
      late.write(List.of(older));
    }
    ticker.pass(settings().mayArriveWithin());
    writer.writeBatch(List.of(), 4_000);
    assertThat(visits()).containsEntry(newer.cell(), 2.0);
    assertThat(writer.mayStillArrive()).isFalse();
  }

  @Test
  void aLossBehindMoreThanIsKeptStopsTheWriter() throws IOException {
    try (KairosWriter forgetful = forgetful()) {
      forgetful.writeBatch(Given.points("shop", 1500), 1_000);
      forgetful.writeBatch(List.of(), 2_000);
      ticker.pass(Duration.ofSeconds(10));
      forgetful.writeBatch(Given.points("outlet", 1500), 3_000);
      ticker.pass(Duration.ofSeconds(10));
      forgetful.write(Given.points("store", 10));
      loseEverything();
      assertThatThrownBy(() -> forgetful.writeBatch(List.of(), 4_000))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("more was written meanwhile than is kept")
          .hasMessageContaining("retain-points: 1000");
    }
  }

  @Test
  void whatWasConfirmedAndIsKeptNoLongerIsMissedToo() throws IOException {
    try (KairosWriter forgetful = forgetful()) {
      forgetful.writeBatch(Given.points("shop", 1500), 1_000);
      forgetful.writeBatch(List.of(), 2_000);
      ticker.pass(Duration.ofSeconds(10));
      forgetful.writeBatch(Given.points("outlet", 900), 3_000);
      forgetful.writeBatch(List.of(), 4_000);
      loseEverything();
      assertThatThrownBy(() -> forgetful.writeBatch(List.of(), 5_000))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("more was written meanwhile than is kept");
    }
  }

  @Test
  void aLossIsFoundAlsoWhereTheLastCanaryIsBack() throws IOException {
    writer.writeBatch(Given.points("shop", 10), 1_000);
    writer.writeBatch(Given.points("outlet", 10), 2_000);
    Point last = canary(2_000);
    loseEverything();
    try (KairosWriter other = new KairosWriter(settings(), "other", "stream", Fence.OPEN, ticker)) {
      other.write(List.of(last));
    }
    writer.writeBatch(List.of(), 3_000);
    assertThat(writer.statistics().canariesLost()).isEqualTo(1);
    assertThat(visits()).hasSize(20);
  }

  /** One that keeps a thousand points. */
  private KairosWriter forgetful() {
    KairosSettings few =
        Given.settings(
            service.url(), "canary.visible-within", "1s", "canary.retain-points", "1000");
    return new KairosWriter(few, "eu", "batch", Fence.OPEN, ticker);
  }

  private Point canary(long batchTime) throws SinkException {
    List<Point> found = new ArrayList<>();
    try (KairosReader reader = new KairosReader(settings())) {
      reader.read(
          "pipeline.canary",
          Optional.empty(),
          batchTime,
          batchTime + 1,
          stretch ->
              found.add(
                  new Point(
                      new Cell(stretch.series(), stretch.timestamps()[0]), stretch.values()[0])));
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aRequestThatIsNotAnsweredWhileALossIsMadeUpForMayStillArrive() throws IOException {
    writer.writeBatch(Given.points("shop", 20), 1_000);
    loseEverything();
    dieWhileALossIsMadeUpFor();
    writer.finish();
    assertThat(visits()).hasSize(20);
    assertThat(writer.mayStillArrive()).isTrue();
  }

  @Test
  void whoFinishesForGoodWaitsForAllThatMayStillArrive() throws IOException {
    writer.writeBatch(Given.points("shop", 20), 1_000);
    loseEverything();
    dieWhileALossIsMadeUpFor();
    long begun = ticker.nanos();
    writer.finishForGood();
    assertThat(visits()).hasSize(20);
    assertThat(writer.mayStillArrive()).isFalse();
    assertThat(Duration.ofNanos(ticker.nanos() - begun))
        .isGreaterThanOrEqualTo(settings().mayArriveWithin());
  }

  private void dieWhileALossIsMadeUpFor() {
    AtomicInteger requests = new AtomicInteger();
    fence =
        () -> {
          if (writer.statistics().canariesLost() > 0) {
            try {
              switch (requests.incrementAndGet()) {
                case 1 -> service.kill();
                case 3 -> service.start();
                default -> {}
              }
            } catch (IOException e) {
              throw new SinkException("the test could not start KairosDB", e);
            }
          }
        };
  }

  /** Answers as a load balancer does whose server is gone. */
  private HttpServer gatewayInItsPlace() throws IOException {
    HttpServer gateway =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()), 0);
    gateway.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(502, -1);
          exchange.close();
        });
    gateway.start();
    return gateway;
  }

  private void loseEverything() throws IOException {
    service.kill();
    for (String name : List.of("h2", "h2.complete")) {
      try (Stream<Path> tree = Files.walk(folder.resolve(name))) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    service.start();
  }

  private KairosSettings settings() {
    return Given.settings(
        service.url(), "canary.visible-within", "2s", "connections", "1", "retry.max-delay", "1s");
  }

  private Map<Cell, Double> visits() throws SinkException {
    Map<Cell, Double> found = new TreeMap<>(Comparator.comparing(Cell::toString));
    try (KairosReader reader = new KairosReader(settings())) {
      reader.read(
          "visits",
          Optional.empty(),
          0,
          Given.T * 2,
          stretch -> {
            for (int i = 0; i < stretch.timestamps().length; i++) {
              found.put(new Cell(stretch.series(), stretch.timestamps()[i]), stretch.values()[i]);
            }
          });
    }
    return found;
  }

  /** The machine's time, and what it is told to add. */
  private static final class ShiftedTicker implements Ticker {
    private static final long LONG_NANOS = 5_000_000_000L;

    private final AtomicLong shift = new AtomicLong();

    @Override
    public long nanos() {
      return System.nanoTime() + shift.get();
    }

    /** What is long is over at once. */
    @Override
    public void sleep(long nanos) throws InterruptedException {
      if (nanos > LONG_NANOS) {
        shift.addAndGet(nanos);
      } else {
        SYSTEM.sleep(nanos);
      }
    }

    void pass(Duration duration) {
      shift.addAndGet(duration.toNanos());
    }
  }
}
