package org.variometer.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.variometer.config.VariometerConfig;
import org.variometer.monitor.MonitorApp;
import org.variometer.monitor.MonitorException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the monitor. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the stream and the batch from outside, tells people what is wrong, and starts the"
          + " stream again where it is configured to (variometer.monitor), until Ctrl-C or SIGTERM:"
          + " the check in hand is finished then.",
      "Exits with 0 if it has checked, whatever it has found.",
      ""
    })
final class MonitorCommand implements Callable<Integer> {
  @Option(names = "--once", description = "Check once and exit.")
  private boolean once;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "From one check to the next, like 5m or 30s (variometer.monitor.every).")
  private String every;

  @Option(
      names = "--dry-run",
      description =
          "Only say what would be done: start nothing, tell nobody, and take no other monitor's"
              + " place.")
  private boolean dryRun;

  @Option(
      names = "--maintenance",
      paramLabel = "on|off",
      description =
          "Begin or end maintenance of the region and exit: as long as there is any no monitor starts"
              + " or tells anything. Switch it on before you stop a stream.")
  private Switch maintenance;

  @ParentCommand private Main main;
  @Mixin private ConfigOption configOption;
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** What maintenance can be. */
  enum Switch {
    ON,
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException, MonitorException, InterruptedException {
    if (maintenance != null && (once || dryRun || every != null)) {
      throw new UsageException("--maintenance stands alone; see --help");
    }
    if (once && every != null) {
      throw new UsageException("--once and --every exclude one another; see --help");
    }
    VariometerConfig config = VariometerConfig.from(config());
    if (maintenance != null) {
      maintain(config);
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch stopped = new CountDownLatch(1);
    try (StopSignal signal = StopSignal.watchChecks(stopped::countDown);
        MonitorApp app =
            MonitorApp.of(config, dryRun, note -> err.println("variometer: " + note))) {
      signal.exitWith(Failures.FAILED);
      if (once) {
        app.check();
      } else {
        checkUntil(stopped, app, config.monitor().every(), err);
      }
      signal.exitWith(0);
    }
    return 0;
  }

  private Config config() {
    Config config = configOption.load(main.options());
    return every == null
        ? config
        : ConfigFactory.parseMap(Map.of("variometer.monitor.every", every), "--every")
            .withFallback(config);
  }

  private void maintain(VariometerConfig config) throws MonitorException {
    Optional<Instant> since = MonitorApp.maintain(config, maintenance == Switch.ON);
    String region = "region " + config.region();
    spec.commandLine()
        .getErr()
        .println(
            "variometer: "
                + since
                    .map(at -> "maintenance of " + region + " since " + at)
                    .orElse("no maintenance of " + region));
  }

  private static void checkUntil(
      CountDownLatch stopped, MonitorApp app, Duration every, PrintWriter err)
      throws IOException, InterruptedException {
    err.println(
        "variometer: the monitor runs; a check every "
            + every.toSeconds()
            + " s. Ctrl-C stops it when the check in hand is finished");
    long next = System.nanoTime();
    do {
      try {
        app.check();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        // A disk that is full now may not be at the next check; without a sign of life meanwhile.
        err.println("variometer: this check failed: " + e);
      }
      next = Math.max(next + every.toNanos(), System.nanoTime());
    } while (!stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
    err.println("variometer: stopped");
  }
}
