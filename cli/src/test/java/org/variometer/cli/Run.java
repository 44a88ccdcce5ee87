package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * What a command line did.
 *
 * @param exitCode the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Run(int exitCode, String out, String err) {

  /** Runs it in this process. */
  static Run of(Object... args) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outNow = new PrintStream(out, true, UTF_8);
    PrintStream errNow = new PrintStream(err, true, UTF_8);
    String[] texts = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    try {
      System.setOut(outNow);
      System.setErr(errNow);
      ConfigFactory.invalidateCaches();
      int exitCode = Main.execute(texts, outNow, errNow);
      return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
      System.getProperties()
          .keySet()
          .removeIf(
              key -> key.toString().startsWith("variometer.") && !key.equals("variometer.home"));
      ConfigFactory.invalidateCaches();
    }
  }

  /** The lines of standard error. */
  List<String> errors() {
    return err.lines().toList();
  }

  /** The accounting: the last line of standard error. */
  String accounting() {
    return errors().get(errors().size() - 1);
  }
}
