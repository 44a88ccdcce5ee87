package org.variometer.monitor.action;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * By two commands, as of an operating system that looks after services. What they print goes to a
 * file.
 */
public final class CommandRestarter implements Restarter {
  private final List<String> stop;
  private final List<String> start;
  private final Duration patience;
  private final File output;
  private final Death death;
  private final Death.Look look;

  /**
   * By these commands.
   *
   * @param stop ends with 0 when the stream is stopped, also if it was before
   * @param start ends with 0 when the stream is started
   * @param patience how long each may take
   * @param output what they print is added there
   * @param look what may still be there of the old stream
   */
  public CommandRestarter(
      List<String> stop,
      List<String> start,
      Duration patience,
      File output,
      Death death,
      Death.Look look) {
    this.stop = List.copyOf(stop);
    this.start = List.copyOf(start);
    this.patience = patience;
    this.output = output;
    this.death = death;
    this.look = look;
  }

  @Override
  public String restart(Permit permit) throws ActionException, InterruptedException {
    permit.require();
    run("stop-command", stop);
    death.await(look);
    permit.require();
    run("start-command", start);
    return "stopped and started by commands";
  }

  private void run(String name, List<String> command) throws ActionException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.appendTo(output))
              .start();
      boolean ended = false;
      try {
        ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        if (!ended) {
          destroy(process);
        }
      }
      if (!ended) {
        throw new ActionException(
            name + " did not end within " + patience.toSeconds() + " s; see " + output);
      }
      if (process.exitValue() != 0) {
        throw new ActionException(name + " ended with " + process.exitValue() + "; see " + output);
      }
    } catch (IOException e) {
      throw new ActionException(name + " can't be run: " + e.getMessage(), e);
    }
  }

  /** With all that it has started; it first, so that it starts no more. */
  private static void destroy(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
