package org.variometer.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.variometer.config.StreamSettings;
import org.variometer.config.VariometerConfig;
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

  @ParentCommand private Main main;
  @Mixin private ConfigOption configOption;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, StreamException {
    Config config = configOption.load(main.options());
    StreamSettings settings = VariometerConfig.from(config).stream();
    PrintWriter err = spec.commandLine().getErr();
    BatchLines lines = new BatchLines(err::println, settings.batchInterval());
    StreamApp app =
        new StreamApp(
            config, allowDataLoss, note -> err.println("variometer: " + note), lines::accept);
    try (StopSignal stop = StopSignal.watchStream()) {
      try (StreamRun run = app.start()) {
        err.println(
            "variometer: the stream runs; a micro-batch every "
                + settings.batchInterval().toMillis()
                + " ms. Ctrl-C stops it gracefully");
        try {
          run.await();
        } catch (InterruptedException e) {
          if (!stop.came()) {
            throw new IOException(e);
          }
          err.println("variometer: stopping when the micro-batch in hand is committed");
          run.stop();
          err.println("variometer: stopped; all that was read is committed");
        }
      } catch (StreamException e) {
        stop.exitWith(1);
        throw e;
      }
    }
    return 0;
  }
}
