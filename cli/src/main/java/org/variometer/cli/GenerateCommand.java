package org.variometer.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
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
      "Makes synthetic shop traffic: beacons as JSON lines, in the order of their arrival, the same"
          + " bytes for the same seed and settings.",
      "The truth of it (accounting and totals, counted while generating) goes to a file of its own."
          + " Visitors, experiments, effects and disturbances are set in the configuration, block"
          + " variometer.generate.",
      ""
    })
final class GenerateCommand implements Callable<Integer> {
  private static final String BLOCK = "variometer.generate";
  private static final int BUFFER_BYTES = 1 << 16;

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
      description = "Where to write; FILE.gz is compressed, - is standard output (default: -).")
  private String output = "-";

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
    Pace pace = rate == null ? Pace.UNLIMITED : new Pace(positive(rate));
    if (truth != null && !output.equals("-") && truth.equals(Path.of(output))) {
      throw new UsageException("--truth: " + truth + " is the output; name another file");
    }
    GeneratorSettings settings = config.generator(main.options(), overrides());
    TrafficGenerator generator = new TrafficGenerator(settings);
    try (OutputStream out = open();
        ProgressOption.Progress shown =
            progress.start("records", settings.events(), " records", 1, "")) {
      generator.run(
          (arrival, sessionId, buffer, offset, length) -> {
            if (pace.mustWait()) {
              out.flush();
              pace.await();
            }
            out.write(buffer, offset, length);
            out.write('\n');
            shown.accept(1);
          });
    }
    Path truthFile = truth != null || output.equals("-") ? truth : Path.of(output + ".truth.json");
    if (truthFile != null) {
      try (OutputStream out = Files.newOutputStream(truthFile)) {
        generator.truth().writeTo(out);
      }
      System.err.println("variometer: the truth is in " + truthFile);
    }
    return 0;
  }

  private long positive(long number) {
    if (number < 1) {
      throw new UsageException("--rate: " + number + "; expected a number from 1");
    }
    return number;
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

  private OutputStream open() throws IOException {
    if (output.equals("-")) {
      return new BufferedOutputStream(new StandardOutput(), BUFFER_BYTES);
    }
    OutputStream file =
        new BufferedOutputStream(Files.newOutputStream(Path.of(output)), BUFFER_BYTES);
    return output.endsWith(".gz") ? new GZIPOutputStream(file, BUFFER_BYTES) : file;
  }
}
