package org.variometer.benchmarks.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long the stream takes to catch up after it was down. */
@Command(
    name = "catch-up",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how long the stream takes to catch up after it was down: it reads traffic until it"
          + " holds its sessions, is killed, and is started again when its checkpoint is too old to"
          + " go on from and so many minutes of the same traffic wait. With the settings that hold"
          + " when nothing is configured, but for a snapshot every 3 micro-batches. Whether all"
          + " records were counted once is checked before any figure is shown.",
      ""
    })
public final class CatchUpCommand implements Callable<Integer> {
  private static final int PARTITIONS = 4;
  private static final int INTERVAL_SECONDS = 10;

  /** From the first record until as many sessions end as begin, and some more. */
  private static final Duration WARM_UP = Duration.ofMinutes(90);

  /** So many micro-batches later a checkpoint is too old (spec §7), and one to be sure. */
  private static final int OLD_BATCHES = 11;

  private static final int SNAPSHOT_BATCHES = 3;
  private static final int MAX_MINUTES = 24 * 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long it was down, in minutes of the log (default: ${DEFAULT-VALUE}).")
  private int minutes = 30;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description =
          "Sessions that the stream holds, of 20 beacons in 38 minutes (default:"
              + " ${DEFAULT-VALUE}).")
  private int sessions = 500_000;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of the stream's JVM (default: ${DEFAULT-VALUE}).")
  private String heap = "6g";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "More settings of the stream, like variometer.stream.batch-interval=4s.")
  private Map<String, String> settings = new TreeMap<>();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** A micro-batch after the second start. */
  private record Step(double seconds, BatchFigures figures) {}

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (minutes < 1 || minutes > MAX_MINUTES) {
      throw wrong("--minutes: " + minutes + "; expected a number from 1 to " + MAX_MINUTES);
    }
    if (sessions < PARTITIONS) {
      throw wrong("--sessions: " + sessions + "; expected at least " + PARTITIONS);
    }
    double rate = StreamTraffic.recordsPerSecond(sessions);
    long before = (long) (rate * WARM_UP.toSeconds());
    long missing = (long) (rate * Duration.ofMinutes(minutes).toSeconds());
    try (StreamWorld world = StreamWorld.start(PARTITIONS)) {
      Preload traffic = world.traffic(PARTITIONS, sessions);
      Preload.Sent sent = StreamWorld.send(traffic, before);
      Map<String, String> options = world.settings(configuration());
      StreamProcess process = new StreamProcess(heap, null);
      process.runAndKill(options, hasRead(sent.records()));
      System.err.println(
          "\nkilled; until its checkpoint is too old, "
              + OLD_BATCHES * INTERVAL_SECONDS
              + " s, it stays down");
      long killed = System.nanoTime();
      Preload.Sent missed = StreamWorld.send(traffic, missing);
      sent = sent.plus(missed);
      TimeUnit.NANOSECONDS.sleep(
          killed + TimeUnit.SECONDS.toNanos(OLD_BATCHES * INTERVAL_SECONDS) - System.nanoTime());
      List<Step> steps = new ArrayList<>();
      long start = System.nanoTime();
      StreamOutcome outcome =
          process.run(
              sent.records(),
              options,
              figures -> steps.add(new Step((System.nanoTime() - start) / 1e9, figures)));
      outcome.check(sent);
      report(rate, missed.records(), steps);
    }
    return 0;
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  private Map<String, String> configuration() {
    Map<String, String> options = new TreeMap<>();
    options.put("variometer.stream.master", "local[2]");
    options.put("variometer.stream.batch-interval", INTERVAL_SECONDS + "s");
    options.put("variometer.stream.snapshot.batches", Integer.toString(SNAPSHOT_BATCHES));
    options.putAll(settings);
    return options;
  }

  /** Whether so many records are read, and a snapshot is taken. */
  private static Predicate<BatchFigures> hasRead(long records) {
    long[] read = {0};
    int[] batches = {0};
    return figures -> {
      read[0] += figures.records();
      batches[0]++;
      System.err.printf(Locale.ROOT, "\rread %,d of %,d", read[0], records);
      return read[0] >= records && batches[0] > 2 * SNAPSHOT_BATCHES;
    };
  }

  private void report(double rate, long missed, List<Step> steps) {
    List<Step> reading = steps.stream().filter(step -> step.figures().records() > 0).toList();
    Step last = reading.get(reading.size() - 1);
    long again = reading.stream().mapToLong(step -> step.figures().records()).sum();
    System.out.println("   after      records   processing   sessions   points");
    for (Step step : reading) {
      BatchFigures figures = step.figures();
      System.out.printf(
          Locale.ROOT,
          "%6.1f s %,12d %10.2f s %,10d %,8d%n",
          step.seconds(),
          figures.records(),
          figures.processingMillis() / 1000.0,
          figures.sessions(),
          figures.points());
    }
    System.out.printf(
        Locale.ROOT,
        "%ndown for %d minutes of %,.0f records/s: %,d records; read after the start, from the"
            + " snapshot on: %,d; all counted once%n"
            + "caught up %.1f s after the start, the start itself included, in %d micro-batches"
            + " (%d intervals were missed)%n",
        minutes,
        rate,
        missed,
        again,
        last.seconds(),
        reading.size(),
        Duration.ofMinutes(minutes).toSeconds() / INTERVAL_SECONDS);
  }
}
