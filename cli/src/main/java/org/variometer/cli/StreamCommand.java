package org.variometer.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.variometer.config.MonitorSettings;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Ticker;
import org.variometer.stream.MicroBatch;
import org.variometer.stream.StreamApp;
import org.variometer.stream.StreamException;
import org.variometer.stream.StreamRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the streaming app. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Reads beacons from Kafka and keeps their metrics in KairosDB up to date, until Ctrl-C or"
          + " SIGTERM: the micro-batch in hand is finished and committed then.",
      "Needs ZooKeeper, Kafka and KairosDB: ./variometer services runs them on this machine. A"
          + " stream that is started again soon goes on where it was.",
      ""
    })
final class StreamCommand implements Callable<Integer> {
  @Option(
      names = "--allow-data-loss",
      description =
          "Go on from the committed offsets even if the state that belongs to them is gone, or if"
              + " Kafka no longer has what comes next.")
  private boolean allowDataLoss;

  @Option(
      names = "--json-lines",
      description =
          "Say what each micro-batch did as a line of JSON on standard error, and notes likewise.")
  private boolean jsonLines;

  @ParentCommand private Main main;
  @Mixin private ConfigOption configOption;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, StreamException {
    Config config = configOption.load(main.options());
    VariometerConfig rules = VariometerConfig.from(config);
    StreamSettings settings = rules.stream();
    PrintWriter err = spec.commandLine().getErr();
    BatchLines lines = new BatchLines(err::println, settings.batchInterval());
    BatchJson json = new BatchJson(err::println, rules.region());
    Consumer<String> notes =
        jsonLines
            ? note -> json.note(Instant.now(), note)
            : note -> err.println("variometer: " + note);
    Consumer<MicroBatch> said = jsonLines ? json::accept : lines::accept;
    try (Health health = Health.of(rules)) {
      StreamApp app = new StreamApp(config, allowDataLoss, notes, said.andThen(health::accept));
      run(app, settings, notes);
    }
    return 0;
  }

  private static void run(StreamApp app, StreamSettings settings, Consumer<String> notes)
      throws IOException, StreamException {
    try (StopSignal stop = StopSignal.watchStream()) {
      try (StreamRun run = app.start()) {
        notes.accept(
            "the stream runs; a micro-batch every "
                + settings.batchInterval().toMillis()
                + " ms. Ctrl-C stops it gracefully");
        try {
          run.await();
        } catch (InterruptedException e) {
          if (!stop.came()) {
            throw new IOException(e);
          }
          notes.accept("stopping when the micro-batch in hand is committed");
          run.stop();
          notes.accept("stopped; all that was read is committed");
        }
      } catch (StreamException e) {
        stop.exitWith(1);
        throw e;
      }
    }
  }

  /** Says by HTTP how it is, if it is to. */
  private record Health(Optional<HealthAddress> address) implements AutoCloseable {
    static Health of(VariometerConfig config) throws IOException {
      Optional<InetSocketAddress> where = config.stream().healthAddress();
      if (where.isEmpty()) {
        return new Health(Optional.empty());
      }
      MonitorSettings.Limits limits = config.monitor().limits();
      return new Health(
          Optional.of(
              new HealthAddress(
                  where.get(),
                  config.region(),
                  limits.catchUpBatch(),
                  config.stream().batchInterval().multipliedBy(limits.noBatchIntervals()),
                  Ticker.SYSTEM)));
    }

    void accept(MicroBatch batch) {
      address.ifPresent(health -> health.accept(batch));
    }

    @Override
    public void close() {
      address.ifPresent(HealthAddress::close);
    }
  }
}
