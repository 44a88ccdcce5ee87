package org.variometer.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.variometer.batch.BatchApp;
import org.variometer.batch.BatchException;
import org.variometer.config.VariometerConfig;
import org.variometer.slot.Slot;

/**
 * The batch in a process of its own: runs the slots that it is told to on standard input, says on
 * standard output what it does, and ends with its parent.
 */
final class BatchChild {
  /** Commands, each with the name of a slot behind it. */
  static final String RUN = "run ";

  static final String FINISH = "finish ";

  /** What it says: that it waits for the first command, or that one is done. */
  static final String READY = "ready";

  static final String NOTE = "note ";
  static final String FAILED = "failed ";

  private BatchChild() {}

  /**
   * Runs it.
   *
   * @param args the file with the configuration
   */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    // What libraries say there is no word to the parent.
    System.setOut(System.err);
    BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    Thread input = new Thread(() -> read(commands), "commands");
    input.setDaemon(true);
    input.start();
    try {
      // As the parent has it: what the environment says is in it.
      run(ConfigFactory.parseFile(new File(args[0])).resolve(), commands, out);
    } catch (BatchException | IOException | RuntimeException e) {
      e.printStackTrace();
      out.println(FAILED + line(e.getMessage() == null ? e.toString() : e.getMessage()));
    }
    // Whatever Spark leaves running ends here.
    Runtime.getRuntime().halt(1);
  }

  private static void run(Config config, BlockingQueue<String> commands, PrintStream out)
      throws BatchException, IOException, InterruptedException {
    Duration length = VariometerConfig.from(config).batch().slotLength();
    try (BatchApp batch = BatchApp.start(config, note -> out.println(NOTE + line(note)))) {
      while (true) {
        out.println(READY);
        String command = commands.take();
        if (command.startsWith(RUN)) {
          batch.run(slot(command.substring(RUN.length()), length));
        } else {
          batch.finish(slot(command.substring(FINISH.length()), length));
        }
      }
    }
  }

  private static Slot slot(String name, Duration length) {
    return Slot.named(name, length).orElseThrow(() -> new IllegalArgumentException(name));
  }

  private static String line(String text) {
    return text.replace('\n', ' ');
  }

  /** The pipe from the parent closes when the parent dies, however it dies: then this ends too. */
  private static void read(BlockingQueue<String> commands) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      System.err.println("the pipe from the parent broke: " + e);
    }
    // A run in hand can be cut anywhere.
    Runtime.getRuntime().halt(1);
  }
}
