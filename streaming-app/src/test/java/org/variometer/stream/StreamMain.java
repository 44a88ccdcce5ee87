package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.variometer.config.VariometerConfig;

/**
 * A stream in a process of its own, which says what it does on standard output and ends with its
 * parent. A line {@code stop} on standard input stops it gracefully.
 */
final class StreamMain {
  static final String NOTE = "note ";
  static final String COMMITTED = "committed ";
  static final String STOPPED = "stopped";
  static final String FAILED = "failed ";

  private StreamMain() {}

  /**
   * Runs it.
   *
   * @param args the file with the configuration, and whether to allow data loss
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try {
      Config config = VariometerConfig.load(Optional.of(new File(args[0])), Map.of());
      StreamApp app =
          new StreamApp(
              config,
              Boolean.parseBoolean(args[1]),
              note -> out.println(NOTE + note),
              batch -> out.println(COMMITTED + Committed.of(batch).toText()));
      try (StreamRun run = app.start()) {
        Thread input = new Thread(() -> obey(run, out), "input");
        input.setDaemon(true);
        input.start();
        run.await();
      }
    } catch (StreamException e) {
      out.println(FAILED + e.getMessage().replace('\n', ' '));
      System.exit(1);
    }
  }

  private static void obey(StreamRun run, PrintStream out) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      if (in.readLine() != null) {
        run.stop();
        out.println(STOPPED);
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException | StreamException e) {
      out.println(FAILED + e.getMessage());
    }
    Runtime.getRuntime().halt(1);
  }
}
