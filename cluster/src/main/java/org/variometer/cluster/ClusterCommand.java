package org.variometer.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import org.variometer.cli.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** What {@code ./variometer cluster} runs. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "./variometer cluster",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {"What production has, on this machine.", ""},
    subcommands = {UpCommand.class, HelpCommand.class})
public final class ClusterCommand implements Runnable {
  private static final String LOG_LEVEL = "variometer.log.level";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    if (System.getProperty(LOG_LEVEL) == null) {
      // Clients that warn while what they need is not there yet.
      System.setProperty(LOG_LEVEL, "error");
    }
    System.exit(execute(args, System.out, System.err));
  }

  /** Runs the command and says with which code to exit. */
  static int execute(String[] args, PrintStream out, PrintStream errors) {
    PrintWriter errorWriter = new PrintWriter(errors, true, UTF_8);
    return new CommandLine(new ClusterCommand())
        .setOut(new PrintWriter(out, true, UTF_8))
        .setErr(errorWriter)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failures.explain(failure, errorWriter))
        .execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command; ./variometer cluster --help lists them.");
  }
}
