package org.variometer.cluster;

import java.io.PrintStream;
import org.variometer.cli.Program;
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

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    // Clients warn while what they need is not there yet.
    Program.logErrorsAlone();
    System.exit(execute(args, System.out, System.err));
  }

  /** Runs the command and says with which code to exit. */
  static int execute(String[] args, PrintStream out, PrintStream errors) {
    return Program.execute(new ClusterCommand(), args, out, errors);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command; ./variometer cluster --help lists them.");
  }
}
