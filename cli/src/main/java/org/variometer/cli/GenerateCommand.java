package org.variometer.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes seeded shop traffic with known truth. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Makes synthetic shop traffic: beacons as JSON lines in a file, or as records in Kafka, in the"
          + " order of their arrival, the same bytes for the same seed and settings.",
      "The truth of it (accounting and totals, counted while generating) goes to a file of its own."
          + " Visitors, experiments, effects and disturbances are set in the configuration, block"
          + " variometer.generate.",
      ""
    })
final class GenerateCommand implements Callable<Integer> {
  private static final String BLOCK = "variometer.generate";

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Records to write, rejected ones and duplicates included.")
  private Long events;

  @Option(names = "--seed", paramLabel = "N", description = "What decides all that is random.")
  private Long seed;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Event time at which the first visit begins, like 2026-11-20T22:30:00Z.")
  private String start;

  @Option(
      names = "--span",
      paramLabel = "DURATION",
      description = "Event time over which visits begin, like 3h.")
  private String span;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records per second, at most (default: as fast as it goes).")
  private Long rate;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write; FILE.gz is compressed, - is standard output (the default).")
  private String output;

  @Option(
      names = "--kafka",
      description =
          "Send the records to Kafka instead (variometer.kafka.bootstrap-servers, topic"
              + " variometer.kafka.topics.beacons), each with its session id as key and its arrival"
              + " as timestamp.")
  private boolean kafka;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Where to write the truth as JSON (default: FILE.truth.json beside --output).")
  private Path truth;

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException {
    Pace pace = Pace.ofOption(rate);
    if (kafka && output != null) {
      throw new UsageException("--kafka and --output: " + output + "; expected one of them");
    }
    String file = output == null ? "-" : output;
    boolean isFile = !kafka && !file.equals("-");
    if (truth != null && isFile && truth.equals(Path.of(file))) {
      throw new UsageException("--truth: " + truth + " is the output; name another file");
    }
    GeneratorSettings settings = config.generator(main.options(), overrides());
    Path truthFile = truth == null && isFile ? Path.of(file + ".truth.json") : truth;
    TrafficGenerator generator = new TrafficGenerator(settings);
    boolean complete;
    try (StopSignal stop = StopSignal.watch(Failures.FAILED)) {
      if (truthFile != null) {
        // One of an earlier run would not be true of what is written now.
        Files.deleteIfExists(truthFile);
      }
      complete = write(generator, settings.events(), file, pace);
      if (!complete) {
        String what =
            stop.came()
                ? String.format(
                    Locale.ROOT,
                    "stopped after %d of %d records%s",
                    generator.written(),
                    settings.events(),
                    isFile ? ", which are in " + file : "")
                : "records are missing";
        System.err.println("variometer: " + what + "; there is no truth of a part");
      }
    }
    if (complete && truthFile != null) {
      try (OutputStream out = Files.newOutputStream(truthFile)) {
        generator.truth().writeTo(out);
      }
      System.err.println("variometer: the truth is in " + truthFile);
    }
    return complete ? 0 : Failures.FAILED;
  }

  /** Writes all records; false if some are missing because this thread was interrupted, or else. */
  private boolean write(TrafficGenerator generator, long events, String file, Pace pace)
      throws IOException {
    try (Destination destination = open(file);
        ProgressOption.Progress shown = progress.start("records", events, " records", 1, "")) {
      generator.run(
          (arrival, sessionId, buffer, offset, length) -> {
            if (Thread.currentThread().isInterrupted()) {
              throw new InterruptedIOException("interrupted while generating");
            }
            if (pace.mustWait()) {
              destination.flush();
              pace.await();
            }
            destination.accept(arrival, sessionId, buffer, offset, length);
            shown.accept(1);
          });
      return destination.finish();
    } catch (InterruptedIOException e) {
      return false;
    }
  }

  private Destination open(String file) throws IOException {
    return kafka
        ? new KafkaDestination(config.rules(main.options()).kafka())
        : new FileDestination(file);
  }

  /** The command's own options as configuration, so that both are checked by the same rules. */
  private Config overrides() {
    Map<String, Object> options = new TreeMap<>();
    put(options, "events", events);
    put(options, "seed", seed);
    put(options, "start", start);
    put(options, "span", span);
    return ConfigFactory.parseMap(options, "options of the command").atPath(BLOCK);
  }

  private static void put(Map<String, Object> options, String key, Object value) {
    if (value != null) {
      options.put(key, value);
    }
  }
}
