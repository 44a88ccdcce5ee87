package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs commands of other modules as the command line runs its own. */
public final class Program {
  private static final String LOG_LEVEL = "variometer.log.level";

  private Program() {}

  /** Lets libraries say errors alone, unless somebody wants to hear more: warnings are expected. */
  public static void logErrorsAlone() {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "error");
    }
  }

  /**
   * Runs a command, explains what fails, and says with which code to exit.
   *
   * @param command as picocli has it
   */
  public static int execute(Object command, String[] args, PrintStream out, PrintStream errors) {
    PrintWriter errorWriter = new PrintWriter(errors, true, UTF_8);
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true, UTF_8))
        .setErr(errorWriter)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(
            (failure, parsed, result) -> Failures.explain(failure, errorWriter))
        .execute(args);
  }
}
