package org.variometer.benchmarks.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the stream from Kafka to KairosDB. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the stream, from Kafka to KairosDB: starts ZooKeeper, Kafka and KairosDB on this"
          + " machine, fills a topic with beacons, and lets the stream read them in local[2] at an"
          + " offered rate, with sink, rolling metrics and checkpoints. Takes about 13 minutes and"
          + " 20 GB of disk.",
      "The figures are records by processing time of each micro-batch, after a warm-up. Whether"
          + " all records were counted is checked before they are shown. To find the limit, offer"
          + " more than is held: --rate 500000 --batches 10.",
      ""
    })
public final class StreamCommand implements Callable<Integer> {
  private static final int PARTITIONS = 4;
  private static final int INTERVAL_SECONDS = 10;

  private static final int QUICK_SESSIONS = 100_000;
  private static final int QUICK_INTERVAL_SECONDS = 4;
  private static final int QUICK_BATCHES = 10;

  private static final int MAX_RATE = 10_000_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records offered in a second (default: ${DEFAULT-VALUE}).")
  private int rate = 250_000;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Sessions that the stream holds (default: 500000; with --quick 100000).")
  private Integer sessions;

  @Option(
      names = "--batches",
      paramLabel = "N",
      description = "Micro-batches that count, of 10 s each (default: 31; with --quick 10 of 4 s).")
  private Integer batches;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Micro-batches before those (default: ${DEFAULT-VALUE}).")
  private int warmUp = 10;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of the stream's JVM (default: ${DEFAULT-VALUE}).")
  private String heap = "6g";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "More settings of the stream, like variometer.stream.shards=128.")
  private Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--quick",
      description = "About two minutes: for a look, not for figures to publish.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the raw results.")
  private File json;

  @Option(
      names = "--jfr",
      paramLabel = "FILE",
      description = "Where the stream's JVM is to leave a recording of the JDK's Flight Recorder.")
  private File recording;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    StreamLoad load = load();
    try (StreamWorld world = StreamWorld.start(PARTITIONS)) {
      Preload.Sent sent =
          StreamWorld.send(world.traffic(PARTITIONS, load.sessions()), load.records());
      List<BatchFigures> figures = new ArrayList<>();
      System.out.println(
          " batch      records   processing      beacons/s   wait   sessions   points     GC    CPU   heap");
      StreamOutcome outcome =
          new StreamProcess(heap, recording)
              .run(
                  sent.records(),
                  world.settings(load.configuration()),
                  batch -> show(load, figures, batch));
      outcome.check(sent);
      report(load, figures);
    }
    return 0;
  }

  private StreamLoad load() {
    if (rate < PARTITIONS || rate > MAX_RATE) {
      throw wrong("--rate: " + rate + "; expected a number from " + PARTITIONS + " to " + MAX_RATE);
    }
    if (json != null && !json.getAbsoluteFile().getParentFile().isDirectory()) {
      throw wrong("--json: " + json + ": no such folder");
    }
    return new StreamLoad(
        rate,
        sessions != null ? sessions : quick ? QUICK_SESSIONS : 500_000,
        quick ? QUICK_INTERVAL_SECONDS : INTERVAL_SECONDS,
        warmUp,
        batches != null ? batches : quick ? QUICK_BATCHES : 31,
        PARTITIONS,
        settings);
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  private static void show(StreamLoad load, List<BatchFigures> figures, BatchFigures batch) {
    if (batch.records() == 0) {
      // The topic was read to its end; these wait for the stream to stop.
      return;
    }
    figures.add(batch);
    System.out.printf(
        Locale.ROOT,
        "%6d %,12d %10.2f s %,14.0f %4.1f s %,10d %,8d %4.1f s %4.1f s %,4d MB%s%n",
        figures.size(),
        batch.records(),
        batch.processingMillis() / 1000.0,
        batch.recordsPerSecond(),
        batch.waitMillis() / 1000.0,
        batch.sessions(),
        batch.points(),
        batch.gcMillis() / 1000.0,
        batch.cpuMillis() / 1000.0,
        batch.heapBytes() >> 20,
        figures.size() <= load.warmUp() ? "  (warm-up)" : "");
  }

  private void report(StreamLoad load, List<BatchFigures> figures) throws IOException {
    // Full ones alone: the first and the last may have less.
    List<BatchFigures> counted =
        figures.stream()
            .skip(load.warmUp())
            .filter(batch -> batch.records() == load.recordsOfBatch())
            .toList();
    if (counted.isEmpty()) {
      throw new IOException("no micro-batch had as many records as were offered");
    }
    StreamReport report = new StreamReport(counted, 1000L * load.intervalSeconds());
    System.out.printf(
        Locale.ROOT,
        "%nJava %s, %d processors, %s; heap %s; %,d records/s offered; all records counted%n%n%s",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        heap,
        load.rate(),
        report.text());
    if (json != null) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("load", load);
      result.put("heap", heap);
      result.put("recordsPerSecond", report.recordsPerSecond());
      result.put("sustained", report.isSustained());
      result.put("batches", figures);
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json, result);
    }
  }
}
