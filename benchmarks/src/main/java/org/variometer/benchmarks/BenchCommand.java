package org.variometer.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.variometer.benchmarks.batch.BatchCommand;
import org.variometer.benchmarks.report.ReportCommand;
import org.variometer.benchmarks.stream.CatchUpCommand;
import org.variometer.benchmarks.stream.StreamCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks and prints one table. */
@Command(
    name = "variometer bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      StreamCommand.class,
      CatchUpCommand.class,
      BatchCommand.class,
      ReportCommand.class
    },
    description = {
      "Measures the library on one thread: beacons per second as the median of 10 runs in 2 JVMs,"
          + " with the least and the greatest, and the size of session state. With the command"
          + " stream: the whole way from Kafka to KairosDB; with catch-up: the stream after it was"
          + " down; with batch: slots of the batch; with report: the readout of experiments.",
      ""
    })
public final class BenchCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "Benchmarks whose names match (default: all).")
  private String only = ".*";

  @Option(
      names = "--quick",
      description = "One JVM and short runs: for a look, not for figures to publish.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the raw results.")
  private File json;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }

  @Override
  public Integer call() throws RunnerException {
    checkOptions();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(CoreBenchmark.class.getSimpleName() + "\\." + only)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (quick) {
      options
          .forks(1)
          .warmupIterations(3)
          .warmupTime(TimeValue.seconds(2))
          .measurementIterations(3)
          .measurementTime(TimeValue.seconds(2));
    }
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.getPath());
    }
    System.err.println("measuring, which takes some minutes…");
    Collection<RunResult> results = new Runner(options.build()).run();
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d processors, %s%n%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"));
    System.out.printf("%-36s %12s %12s %12s%n", "beacons/s on one thread", "median", "min", "max");
    for (RunResult result : results) {
      List<Double> scores = new ArrayList<>();
      result
          .getBenchmarkResults()
          .forEach(
              fork -> {
                for (IterationResult iteration : fork.getIterationResults()) {
                  scores.add(iteration.getPrimaryResult().getScore());
                }
              });
      scores.sort(null);
      String name = result.getParams().getBenchmark();
      System.out.printf(
          Locale.ROOT,
          "%-36s %,12.0f %,12.0f %,12.0f%n",
          name.substring(name.lastIndexOf('.') + 1),
          scores.get(scores.size() / 2),
          scores.get(0),
          scores.get(scores.size() - 1));
    }
    System.out.println();
    System.out.printf("%-36s %12s %12s %12s%n", "bytes", "median", "min", "max");
    print("JSON of a beacon", StateSize.ofBeacons());
    print("state of a session of 20 beacons", StateSize.measure());
    return 0;
  }

  /** Says at once what would fail after minutes of measuring. */
  private void checkOptions() {
    try {
      Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw wrong("--only: " + only + " is no pattern: " + e.getDescription());
    }
    if (json != null && !json.getAbsoluteFile().getParentFile().isDirectory()) {
      throw wrong("--json: " + json + ": no such folder");
    }
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  private static void print(String what, StateSize size) {
    System.out.printf(
        Locale.ROOT, "%-36s %,12d %,12d %,12d%n", what, size.median(), size.min(), size.max());
  }
}
