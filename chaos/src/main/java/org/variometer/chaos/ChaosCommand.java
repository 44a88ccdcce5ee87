package org.variometer.chaos;

import com.typesafe.config.Config;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.variometer.chaos.agent.SafetyStep;
import org.variometer.chaos.fault.FaultKind;
import org.variometer.cli.Program;
import org.variometer.cli.StopSignal;
import org.variometer.config.VariometerConfig;
import org.variometer.services.KairosService;
import org.variometer.services.WorkDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the fault campaign. */
@Command(
    name = "variometer chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the stream on this machine with real services, lets faults happen to all of it, one"
          + " after the other or two at a time, and compares every cell in KairosDB with metrics --as-stream, and the"
          + " accounting with what Kafka has. Exit code 1 on any difference, and if a kind of fault"
          + " that --faults names did not happen.",
      "What happens is a function of the seed; when exactly it meets the stream is not: a seed that"
          + " failed is worth more than one run.",
      ""
    })
public final class ChaosCommand implements Callable<Integer> {
  private static final long SETTLING_SECONDS = 20;
  private static final String BOTH = "both";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides traffic and faults (default: any; it is printed).")
  private Long seed;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "For how long faults come (default: ${DEFAULT-VALUE}).")
  private int minutes = 10;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "How many faults come at most (default: as many as there is time for).")
  private int most = Integer.MAX_VALUE;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "NAME",
      description = "Which kinds of faults, with commas between (default: all; see --list).")
  private List<String> faults = List.of();

  @Option(
      names = "--layers",
      paramLabel = "LAYERS",
      description =
          "stream: the stream alone, compared before anything is sealed; both: the batch beside it,"
              + " compared when everything is sealed (default: ${DEFAULT-VALUE}).")
  private String layers = "stream";

  @Option(
      names = "--without",
      split = ",",
      paramLabel = "STEP",
      description =
          "Let stream and batch do without a step of safety, or several: the campaign has to find"
              + " differences then. See --list.")
  private List<String> without = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records sent in a second (default: ${DEFAULT-VALUE}).")
  private int rate = 300;

  @Option(
      names = "--cluster",
      description =
          "The stream runs on a Spark standalone cluster of two workers, to which faults happen as"
              + " well.")
  private boolean cluster;

  @Option(
      names = "--cassandra",
      description = "KairosDB stores its points in a Cassandra node, and not in H2.")
  private boolean cassandra;

  @Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description = "An empty folder for all files and logs, which stays.")
  private Path folder;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (HOCON) over the defaults of deploy/conf/reference.conf.")
  private File file;

  @Option(names = "--list", description = "List the kinds of faults and the steps of safety.")
  private boolean list;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command and exits. */
  public static void main(String[] args) {
    // Clients warn of what the campaign itself has broken.
    Program.logErrorsAlone();
    System.exit(execute(args, System.out, System.err));
  }

  /** Runs the command and says with which code to exit. */
  static int execute(String[] args, PrintStream out, PrintStream errors) {
    return Program.execute(new ChaosCommand(), args, out, errors);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      list(out);
      return 0;
    }
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    CampaignOptions options = options(chosen);
    if (cassandra) {
      System.setProperty(KairosService.CASSANDRA, "true");
    }
    String again = again(chosen);
    out.println("the same traffic and faults: " + again);
    try (StopSignal stop = StopSignal.watch(1)) {
      try {
        boolean good = new Campaign(options, out::println).run();
        out.println(
            good
                ? "GOOD: every cell and every count is as it should be"
                : "NOT GOOD: see above; " + again + " brings the same faults back");
        return good ? 0 : 1;
      } catch (InterruptedException e) {
        if (!stop.came()) {
          throw e;
        }
        out.println("stopped before anything was compared; all that was started is ended");
        return 1;
      }
    }
  }

  private CampaignOptions options(long chosen) throws IOException {
    if (minutes < 1 || minutes > 1440) {
      throw wrong("--minutes: " + minutes + "; expected a number from 1 to 1440");
    }
    if (rate < 1 || rate > 10_000) {
      throw wrong("--rate: " + rate + "; expected a number from 1 to 10000");
    }
    if (!layers.equals("stream") && !layers.equals(BOTH)) {
      throw wrong("--layers: " + layers + "; expected stream or both");
    }
    if (cluster && !without.isEmpty()) {
      throw wrong("--cluster: steps are left out in the driver alone; do without --without");
    }
    if (most < 1) {
      throw wrong("--most: " + most + "; expected a number from 1");
    }
    if (folder != null && Files.exists(folder) && !WorkDirectory.isEmpty(folder)) {
      throw wrong(
          "--keep: " + folder + " is not empty; expected a folder that is, or is not there");
    }
    Config config = VariometerConfig.load(Optional.ofNullable(file), Map.of());
    VariometerConfig unused = VariometerConfig.from(config);
    return new CampaignOptions(
        chosen,
        Duration.ofMinutes(minutes),
        most,
        kinds(),
        layers.equals(BOTH),
        cluster,
        !faults.isEmpty(),
        steps(),
        config,
        CampaignTraffic.of(config, chosen, rate * (60L * minutes + SETTLING_SECONDS)),
        rate,
        Optional.ofNullable(folder));
  }

  private List<FaultKind> kinds() {
    List<FaultKind> possible = possible();
    if (faults.isEmpty()) {
      return layers.equals(BOTH)
          ? possible.stream().filter(kind -> !kind.isBehindSlot()).toList()
          : possible;
    }
    Map<String, FaultKind> byName =
        Stream.concat(possible.stream(), FaultKind.withLoss().stream())
            .collect(Collectors.toMap(FaultKind::name, kind -> kind));
    return faults.stream()
        .map(
            name -> {
              if (!byName.containsKey(name)) {
                throw wrong(
                    "--faults: "
                        + name
                        + " can't happen with --layers "
                        + layers
                        + (cluster ? " --cluster" : "")
                        + "; see --list");
              }
              return byName.get(name);
            })
        .toList();
  }

  private List<FaultKind> possible() {
    List<FaultKind> possible = new ArrayList<>(FaultKind.ofStream());
    if (layers.equals(BOTH)) {
      possible.addAll(FaultKind.ofBatch());
    }
    if (cluster) {
      possible.addAll(FaultKind.ofCluster());
    }
    return possible;
  }

  private List<SafetyStep> steps() {
    List<SafetyStep> steps = without.stream().map(this::step).toList();
    for (SafetyStep step : steps) {
      if (step.isOfBatch() && !layers.equals(BOTH)) {
        throw wrong("--without: " + step.label() + " is a step of the batch; see --layers both");
      }
    }
    return steps;
  }

  /** The command that does the same. */
  private String again(long chosen) {
    String arguments = String.join(" ", spec.commandLine().getParseResult().originalArgs());
    return ("./variometer chaos " + arguments).strip() + (seed == null ? " --seed " + chosen : "");
  }

  private SafetyStep step(String label) {
    return Arrays.stream(SafetyStep.values())
        .filter(step -> step.label().equals(label))
        .findFirst()
        .orElseThrow(() -> wrong("--without: " + label + " is no step; --list names them all"));
  }

  private static void list(PrintWriter out) {
    list(out, FaultKind.ofStream());
    out.println("only by name:");
    list(out, FaultKind.withLoss());
    out.println("with --layers both also:");
    list(out, FaultKind.ofBatch());
    out.println("with --cluster also:");
    list(out, FaultKind.ofCluster());
    out.println();
    for (SafetyStep step : SafetyStep.values()) {
      out.printf(Locale.ROOT, "%-30s %s%n", "--without " + step.label(), step.words());
    }
  }

  private static void list(PrintWriter out, List<FaultKind> kinds) {
    for (FaultKind kind : kinds) {
      out.printf(Locale.ROOT, "%-30s %s%n", kind.name(), kind.words());
    }
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
