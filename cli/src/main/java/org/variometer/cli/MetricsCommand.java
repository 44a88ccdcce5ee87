package org.variometer.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.variometer.config.VariometerConfig;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.series.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Computes all metrics of files of beacons, with the library alone. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = {
      "Computes all metrics of files of beacons, without any service.",
      "Prints CSV ("
          + Row.HEADER
          + ") on standard output, and on standard error, as its last line, the accounting of"
          + " every beacon as JSON.",
      ""
    })
final class MetricsCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1 << 20;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Beacons, one JSON object a line; FILE.gz is decompressed, - is standard input.")
  private List<String> names;

  @Option(
      names = "--as-stream",
      description =
          "What the stream finds (sessions cut by arrival, no visitor metrics) instead of the"
              + " batch.")
  private boolean asStream;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new UsageException("--threads: " + threads + "; expected a number from 1");
    }
    VariometerConfig rules = config.rules(main.options());
    List<BeaconFile> files = names.stream().map(BeaconFile::new).toList();
    long bytes = 0;
    for (BeaconFile file : files) {
      file.check();
      bytes += file.size();
    }
    LocalMetrics metrics = new LocalMetrics(rules, asStream ? View.STREAM : View.BATCH, threads);
    MetricsReport report;
    try (ProgressOption.Progress shown =
        progress.start("beacons", bytes, " MB", MEGABYTE, "computing")) {
      report = metrics.run(files, shown);
    }
    CsvOutput.print(report::rows);
    System.err.println(report.accounting().toJson());
    return 0;
  }
}
