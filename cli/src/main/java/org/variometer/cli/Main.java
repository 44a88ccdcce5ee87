package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import org.variometer.config.Release;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "variometer",
    mixinStandardHelpOptions = true,
    version = "variometer " + Release.VERSION,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Meters the variants of A/B tests: click-stream beacons in, sessions in the middle,"
          + " metrics per experiment and variant out.",
      ""
    },
    subcommands = {
      DemoCommand.class,
      MetricsCommand.class,
      GenerateCommand.class,
      SendCommand.class,
      ServicesCommand.class,
      StreamCommand.class,
      BatchCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      FailoverCommand.class,
      MonitorCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Try:  ./variometer demo",
      "      ./variometer generate --events 20000 --output beacons.jsonl",
      "      ./variometer metrics beacons.jsonl > metrics.csv",
      "      ./variometer report --input beacons.jsonl",
      "What it costs:  ./variometer bench --help",
      "What production has, on one machine:  ./variometer cluster up",
      "Keys of the configuration: deploy/conf/reference.conf"
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "-D",
      paramLabel = "variometer.KEY=VALUE",
      mapFallbackValue = "",
      scope = ScopeType.INHERIT,
      description = "Overrides a key of the configuration.")
  private Map<String, String> options = new TreeMap<>();

  /** Keys and values given with {@code -D}. */
  Map<String, String> options() {
    return options;
  }

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    PrintStream errors = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    System.setErr(errors);
    System.exit(execute(args, System.out, errors));
  }

  /** Runs the command line and says with which code to exit. */
  static int execute(String[] args, PrintStream out, PrintStream errors) {
    PrintWriter errorWriter = new PrintWriter(errors, true, UTF_8);
    try {
      return new CommandLine(new Main())
          .setOut(new PrintWriter(out, true, UTF_8))
          .setErr(errorWriter)
          .setUsageHelpAutoWidth(true)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setExecutionExceptionHandler(
              (failure, command, parsed) -> Failures.explain(failure, errorWriter))
          .execute(args);
    } catch (OutOfMemoryError e) {
      return Failures.explain(e, errorWriter);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command; ./variometer --help lists them.");
  }
}
