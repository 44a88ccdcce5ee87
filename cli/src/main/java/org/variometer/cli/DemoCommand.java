package org.variometer.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.variometer.demo.Demo;
import org.variometer.demo.DemoOptions;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.stream.StreamException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows everything at work on one machine. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows everything at work on this machine: starts ZooKeeper, Kafka and KairosDB, runs the"
          + " stream and the batch, sends the traffic of a shop, and shows each variant's metrics as"
          + " they stand in KairosDB, and through when they are the batch's. Nothing has to be"
          + " installed, nothing stays. Ctrl-C ends it.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--events",
      paramLabel = "N",
      description =
          "Send this many beacons, of some hours that pass in a minute or two (default: traffic in"
              + " real time, without end).")
  private Long events;

  @Option(
      names = "--exit",
      description =
          "With --events: when all is processed, compare every cell with metrics --as-stream and"
              + " every count with what was sent; then let the batch take all over, slot by slot,"
              + " compare with metrics, say what the batch corrected and why, list it in a file that"
              + " stays, and end; exit code 1 on any difference.")
  private boolean exit;

  @ParentCommand private Main main;
  @Mixin private ConfigOption configOption;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, StreamException {
    if (events != null && events < 1) {
      throw new UsageException("--events: " + events + "; expected a number from 1");
    }
    if (exit && events == null) {
      throw new UsageException("--exit: needs --events N, the number of beacons to end after");
    }
    Config config = configOption.load(main.options());
    long number = events == null ? 0 : events;
    GeneratorSettings traffic =
        configOption.generator(main.options(), DemoOptions.trafficOver(number));
    DemoOptions options = new DemoOptions(config, traffic, number, exit);
    try (StopSignal stop = StopSignal.watchStream()) {
      // Whatever the signal comes to: only a verdict is a success.
      stop.exitWith(exit ? 1 : 0);
      try {
        boolean redraw = "1".equals(System.getenv("VARIOMETER_TERMINAL"));
        boolean good = new Demo(options, spec.commandLine().getOut(), redraw).run();
        stop.exitWith(good ? 0 : 1);
        return good ? 0 : 1;
      } catch (InterruptedException e) {
        if (!stop.came()) {
          throw new IOException(e);
        }
        spec.commandLine().getErr().println("variometer: stopped");
        return exit ? 1 : 0;
      }
    }
  }
}
