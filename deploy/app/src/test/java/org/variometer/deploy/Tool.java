package org.variometer.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/** A tool that checks something, and that a machine may lack; {@code .ci/run} installs it. */
final class Tool {
  private Tool() {}

  /** Runs one to its end, and gives all that it says. */
  static String said(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      if (System.getenv("CI") == null) {
        return abort(command.get(0) + " is not installed: what it checks was not checked");
      }
      throw e;
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 || !said.isEmpty() ? said : command + " failed without a word";
  }
}
