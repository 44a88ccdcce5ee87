package org.variometer.demo;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.quickstart.kafka.TrafficSender;
import org.variometer.quickstart.kafka.TrafficSender.Turn;
import org.variometer.services.KafkaService;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceException;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.WorkDirectory;
import org.variometer.services.ZooKeeperService;
import org.variometer.slot.Slot;
import org.variometer.stream.MicroBatch;
import org.variometer.stream.StreamApp;
import org.variometer.stream.StreamException;
import org.variometer.stream.StreamRun;

/**
 * Everything on one machine: real services as child processes, the stream, the batch, traffic, and
 * a table of what stands in KairosDB; at the end, if it is asked for, a comparison of all of it
 * with what should stand there. For one thread; an interrupt ends it in good order.
 */
public final class Demo {
  private static final long REFRESH_MILLIS = 2000;
  private static final long LOOK_MILLIS = 100;

  private final DemoOptions options;
  private final DemoScreen screen;
  private final AtomicReference<MicroBatch> last = new AtomicReference<>();
  private long started;
  private int besideStream;
  private Optional<Instant> sealedBesideStream = Optional.empty();

  /**
   * Prepares a demo.
   *
   * @param out where the table goes
   * @param redraw whether the table is drawn over the one before, as on a terminal
   */
  public Demo(DemoOptions options, PrintWriter out, boolean redraw) {
    this.options = options;
    this.screen = new DemoScreen(options, out, redraw);
  }

  /**
   * Runs it to its end.
   *
   * @return whether everything stands in KairosDB as it should; true if nothing was compared
   * @throws InterruptedException if this thread is interrupted; everything is stopped then
   */
  public boolean run() throws IOException, StreamException, InterruptedException {
    started = System.nanoTime();
    try (WorkDirectory directory = WorkDirectory.temporary()) {
      try (Services services = services(directory.path())) {
        return run(services, directory.path());
      } catch (ServiceException e) {
        if (!(e.getCause() instanceof InterruptedException)) {
          directory.keepLogs();
        }
        throw e;
      }
    }
  }

  private boolean run(Services services, Path directory)
      throws IOException, StreamException, InterruptedException {
    screen.say("starting ZooKeeper, Kafka and KairosDB");
    services.start(DemoConfig.PARTITIONS);
    CompletableFuture<Void> watch = services.onExit().thenRun(Thread.currentThread()::interrupt);
    try {
      return runLayers(services, directory);
    } catch (IOException | StreamException | InterruptedException e) {
      // A service that has ended explains it better.
      services.check();
      throw e;
    } finally {
      watch.cancel(false);
    }
  }

  private boolean runLayers(Services services, Path directory)
      throws IOException, StreamException, InterruptedException {
    Config config = DemoConfig.of(options, services, directory);
    VariometerConfig checked = VariometerConfig.from(config);
    Optional<Path> copy =
        options.events() > 0 ? Optional.of(directory.resolve("beacons.jsonl")) : Optional.empty();
    screen.say("starting the stream, and the batch beside it");
    // The stream has the Spark of this JVM, and the batch one of its own.
    try (BatchProcess batch = BatchProcess.start(config, directory.resolve("batch"));
        StreamRun run = new StreamApp(config, false, note -> {}, last::set).start();
        TrafficSender traffic =
            new TrafficSender(
                options.traffic(),
                checked.kafka(),
                copy.isPresent() ? Turn.atOnce() : Turn.onArrival(),
                copy);
        KairosReader reader = new KairosReader(checked.kairos())) {
      String addresses = DemoScreen.addresses(services, run);
      LiveTable table = DemoScreen.table(reader, options.traffic());
      DemoSlots slots = new DemoSlots(batch, checked.batch());
      if (options.events() == 0) {
        // What came before is one slot with it.
        slots.beginWith(Slot.lastAt(Instant.now(), checked.batch().slotLength()));
      }
      try {
        while (!(options.exit() && isProcessed(traffic))) {
          TimeUnit.MILLISECONDS.sleep(REFRESH_MILLIS);
          run.check();
          runDueSlots(slots, traffic);
          show(table, addresses, slots);
        }
        show(table, addresses, slots);
        // Beside the demo's folder, which goes.
        Path corrected = Path.of(directory + "-corrected.csv");
        Proof proof = new Proof(checked, copy.orElseThrow(), traffic.truth(), corrected);
        boolean streamIsGood = proveStream(proof);
        takeOver(run, slots, traffic);
        // The comparison has more use for its memory.
        batch.stop();
        return judge(proveBatch(proof, slots) && streamIsGood);
      } catch (InterruptedException e) {
        services.check();
        // Its run in hand is one to be done again, and not to be waited for.
        batch.stop();
        screen.say("stopping when the micro-batch in hand is committed");
        run.stop();
        throw e;
      }
    }
  }

  /** Beside the stream: a slot that it has passed, or any that has ended when it has read all. */
  private void runDueSlots(DemoSlots slots, TrafficSender traffic)
      throws IOException, InterruptedException {
    Optional<String> line = slots.look();
    line.ifPresent(screen::printIfItStays);
    if (options.events() == 0) {
      MicroBatch batch = last.get();
      if (batch != null) {
        slots.beginUntil(Instant.ofEpochMilli(batch.passed()));
      }
    } else if (!options.exit() && isProcessed(traffic)) {
      beginWithTraffic(slots, traffic);
      slots.beginUntil(Instant.ofEpochMilli(traffic.lastArrival()));
    }
  }

  private void beginWithTraffic(DemoSlots slots, TrafficSender traffic) {
    slots.beginWith(
        Slot.lastAt(Instant.ofEpochMilli(traffic.firstArrival()), slots.length()).next());
  }

  /** Judges what the stream wrote. */
  private boolean proveStream(Proof proof) throws IOException {
    screen.print(List.of(""));
    screen.say("all is read and nothing is sealed; comparing with metrics --as-stream");
    return print(proof.ofStream(last.get()));
  }

  /** Has the batch take all over: beside the stream, and at last without it. */
  private void takeOver(StreamRun run, DemoSlots slots, TrafficSender traffic)
      throws IOException, StreamException, InterruptedException {
    screen.print(List.of(""));
    screen.say("the batch takes over, slot by slot, while the stream runs");
    beginWithTraffic(slots, traffic);
    while (slots.beginUntil(Instant.ofEpochMilli(traffic.lastArrival()))) {
      await(slots, run);
    }
    besideStream = slots.done();
    sealedBesideStream = slots.sealed();
    screen.say("stopping the stream; then the last slot seals everything");
    run.stop();
    slots.beginLast();
    await(slots, run);
  }

  /** Judges what the batch wrote, and all in all. */
  private boolean proveBatch(Proof proof, DemoSlots slots) throws IOException {
    screen.say("comparing with metrics");
    Verdict verdict = proof.ofBatch(slots.newest().orElseThrow().sum());
    verdict.describeHandOver(besideStream, last.get().sealing(), sealedBesideStream);
    return print(verdict);
  }

  private boolean judge(boolean good) {
    screen.print(
        List.of(
            String.format(
                Locale.ROOT,
                "%s after %d s",
                good
                    ? "GOOD: every cell and every count is as it should be,"
                    : "DIFFERENT: see above,",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started))));
    return good;
  }

  /** Waits until the slot in hand is done. */
  private void await(DemoSlots slots, StreamRun run)
      throws IOException, StreamException, InterruptedException {
    Optional<String> line = slots.look();
    while (line.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      run.check();
      line = slots.look();
    }
    screen.print(List.of(line.get()));
  }

  private boolean print(Verdict verdict) {
    screen.print(verdict.lines());
    return verdict.isGood();
  }

  private static Services services(Path directory) {
    return new Services(
        new ZooKeeperService(ServiceOptions.in(directory.resolve("zookeeper"))),
        new KafkaService(ServiceOptions.in(directory.resolve("kafka"))),
        new KairosService(ServiceOptions.in(directory.resolve("kairosdb"))));
  }

  /** Whether all was sent and read, and an empty micro-batch found what the last one wrote. */
  private boolean isProcessed(TrafficSender traffic) throws IOException, InterruptedException {
    MicroBatch batch = last.get();
    return traffic.isDone()
        && batch != null
        && batch.sum().intake().read() >= options.events()
        && batch.batch().intake().read() == 0;
  }

  private void show(LiveTable table, String addresses, DemoSlots slots) throws IOException {
    MicroBatch batch = last.get();
    if (batch != null) {
      screen.show(table, batch, slots.status(), addresses);
    }
  }
}
