package org.variometer.benchmarks.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.variometer.services.KafkaService;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;
import org.variometer.services.Services;
import org.variometer.services.WorkDirectory;
import org.variometer.services.ZooKeeperService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures slots of the batch. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description = {
      "Measures slots of the batch, with real ZooKeeper and KairosDB on this machine: landing,"
          + " sessions, visitors, totals, Hive's tables, the seal and what is written.",
      ""
    })
public final class BatchCommand implements Callable<Integer> {
  /** The stages of a run, as its manifest names them. */
  private static final List<String> STAGES =
      List.of("landing", "sessions", "visitors", "totals", "merge", BatchChild.WRITING);

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Sessions of a slot (default: ${DEFAULT-VALUE}).")
  private int sessions = 250_000;

  @Option(
      names = "--beacons",
      paramLabel = "N",
      description = "Beacons of each session (default: ${DEFAULT-VALUE}).")
  private int beacons = 20;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "Slots that count (default: ${DEFAULT-VALUE}), behind one that does not, in which the JVM"
              + " is cold.")
  private int slots = 3;

  @Option(
      names = "--prior-slots",
      paramLabel = "N",
      description =
          "Then so many slots that don't count, so that there is a state, and as many as --slots"
              + " again that do: what they take is set against what the first took (default:"
              + " ${DEFAULT-VALUE}).")
  private int priorSlots = 0;

  @Option(
      names = "--prior-beacons",
      paramLabel = "N",
      description = "Beacons of each session of these slots (default: ${DEFAULT-VALUE}).")
  private int priorBeacons = 2;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of the batch's JVM (default: ${DEFAULT-VALUE}).")
  private String heap = "4g";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "More settings of the batch, like variometer.batch.buckets=32.")
  private Map<String, String> settings = new TreeMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (WorkDirectory directory = WorkDirectory.temporary();
        Services services =
            new Services(
                new ZooKeeperService(ServiceOptions.in(directory.path().resolve("zookeeper"))),
                new KafkaService(ServiceOptions.in(directory.path().resolve("kafka"))),
                new KairosService(ServiceOptions.in(directory.path().resolve("kairosdb"))))) {
      services.start(1);
      // Its standard input is a pipe, with which it ends.
      Process process =
          new ProcessBuilder(command(services, directory.path()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        report(lines);
        return process.waitFor();
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }

  /** Shows the slots as they come, and in the end what they say together. */
  private void report(BufferedReader lines) throws IOException {
    BatchReport report = new BatchReport(STAGES, slots, priorSlots);
    List<SlotFigures> figures = new ArrayList<>();
    System.out.println(report.head());
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(BatchChild.SLOT)) {
        SlotFigures slot =
            JSON.readValue(line.substring(BatchChild.SLOT.length()), SlotFigures.class);
        figures.add(slot);
        System.out.println(report.line(slot));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%nJava %s, %d processors, %s; heap %s; %,d sessions of %d beacons a slot%n%n%s",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        heap,
        sessions,
        beacons,
        report.summary(figures));
  }

  private List<String> command(Services services, Path directory) throws IOException {
    Path home = Path.of(System.getProperty("variometer.home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("deploy/conf/java-17.options"));
    command.addAll(List.of("-XX:+UseParallelGC", "-Xmx" + heap));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BatchChild.class.getName());
    Path records = Files.createDirectories(directory.resolve("records"));
    command.add(records.toString());
    for (int number : new int[] {priorSlots, sessions, priorBeacons, slots, sessions, beacons}) {
      command.add(Integer.toString(number));
    }
    command.addAll(List.of("0.1", "0.01"));
    Map<String, String> all = new TreeMap<>();
    all.put("variometer.zookeeper.connect", services.zooKeeper().address());
    all.put("variometer.kairosdb.url", services.kairos().url().toString());
    all.put("variometer.batch.master", "local[2]");
    all.put("variometer.batch.directory", directory.resolve("batch").toString());
    all.putAll(settings);
    all.forEach((key, value) -> command.add(key + "=" + value));
    return command;
  }
}
