package org.variometer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.variometer.batch.BatchException;
import org.variometer.config.ConfigurationException;
import org.variometer.monitor.MonitorException;
import org.variometer.stream.StreamException;

/** Says what went wrong in words that a person can act on; a trace only where the fault is ours. */
public final class Failures {
  /** The exit code of a command that did not do all it was asked for. */
  public static final int FAILED = 1;

  private static final int WRONG_USAGE = 2;
  private static final String TRACE = "\n\tat ";

  private Failures() {}

  /** Prints what went wrong and gives the code to exit with. */
  public static int explain(Throwable failure, PrintWriter errors) {
    if (failure instanceof ConfigurationException configuration) {
      return list("the configuration has errors:", configuration.errors(), errors);
    }
    if (failure instanceof UsageException) {
      return line(failure.getMessage(), WRONG_USAGE, errors);
    }
    if (failure instanceof InvalidPathException path) {
      return line(
          path.getInput() + ": no name of a file here (" + path.getReason() + ")",
          WRONG_USAGE,
          errors);
    }
    if (failure instanceof FileSystemException file) {
      return line(file.getFile() + ": " + reason(file), FAILED, errors);
    }
    if (failure instanceof IOException
        || failure instanceof StreamException
        || failure instanceof BatchException
        || failure instanceof MonitorException) {
      return line(withoutTrace(failure.getMessage()), FAILED, errors);
    }
    if (failure instanceof OutOfMemoryError) {
      return line(
          "out of memory, which follows the number of sessions; give more, for example with"
              + " VARIOMETER_JAVA_OPTS=-Xmx8g",
          FAILED,
          errors);
    }
    line("this is a defect of Variometer, please report it with what follows", FAILED, errors);
    failure.printStackTrace(errors);
    return FAILED;
  }

  /** Of what a server answered: Hadoop's puts its own trace into the message. */
  private static String withoutTrace(String message) {
    int trace = message == null ? -1 : message.indexOf(TRACE);
    return trace < 0 ? message : message.substring(0, trace);
  }

  private static int line(String message, int exitCode, PrintWriter errors) {
    errors.println("variometer: " + message);
    return exitCode;
  }

  private static int list(String title, List<String> problems, PrintWriter errors) {
    line(title, WRONG_USAGE, errors);
    problems.forEach(problem -> errors.println("  " + problem));
    return WRONG_USAGE;
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    return failure.getReason() == null ? failure.toString() : failure.getReason();
  }
}
