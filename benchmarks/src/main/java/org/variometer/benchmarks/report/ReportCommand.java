package org.variometer.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.variometer.catalogue.ExperimentCatalogue;
import org.variometer.metric.MetricCatalog;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Span;
import org.variometer.render.HtmlReport;
import org.variometer.report.Asked;
import org.variometer.report.ReadoutTally;
import org.variometer.report.Report;
import org.variometer.report.Source;
import org.variometer.services.WorkDirectory;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.visitors.DayRange;
import org.variometer.store.visitors.StoredTally;
import org.variometer.store.visitors.StoredVisitors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the readout of experiments. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what ./variometer report does: visitors' rows out of ORC files on this machine, an"
          + " experiment of two variants, HTML. The first run has a cold JVM, as the command has.",
      ""
    })
public final class ReportCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      description = "Visitors (default: ${DEFAULT-VALUE}).")
  private int visitors = 1_000_000;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days on each of which a visitor has a row (default: ${DEFAULT-VALUE}).")
  private int days = 5;

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description = "Parts of the visitors (default: ${DEFAULT-VALUE}).")
  private int buckets = 16;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How often to read (default: ${DEFAULT-VALUE}).")
  private int runs = 3;

  @Override
  public Integer call() throws IOException {
    MetricCatalog catalog = new MetricCatalog(List.of());
    try (WorkDirectory directory = WorkDirectory.temporary()) {
      System.err.println("writing the tables…");
      Manifest published =
          new VisitorTables(directory.path(), days, buckets, catalog).write(visitors);
      long rows = (long) visitors * days;
      System.out.printf(
          "%-8s %12s %10s %12s %12s%n", "run", "rows", "seconds", "rows/s", "CPU seconds");
      for (int run = 1; run <= runs; run++) {
        long begun = System.nanoTime();
        long cpuBegun = cpu();
        Report report = read(directory, published, catalog);
        int characters = HtmlReport.write(report).length();
        double seconds = (System.nanoTime() - begun) / NANOS;
        double cpuSeconds = (cpu() - cpuBegun) / NANOS;
        long seen = report.experiments().get(0).populations().get(0).compared();
        if (seen != visitors || characters == 0) {
          throw new IllegalStateException("read " + seen + " of " + visitors + " visitors");
        }
        System.out.printf(
            Locale.ROOT,
            "%-8d %,12d %10.1f %,12.0f %12.1f%n",
            run,
            rows,
            seconds,
            rows / seconds,
            cpuSeconds);
      }
    }
    return 0;
  }

  /** Of all threads of this process, the compiler's and the collector's too. */
  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Report read(WorkDirectory directory, Manifest published, MetricCatalog catalog)
      throws IOException {
    ReadoutMetrics metrics = new ReadoutMetrics(catalog);
    ExperimentCatalogue none = new ExperimentCatalogue(List.of(), metrics);
    StoredVisitors stored =
        new StoredVisitors(
            directory.path().toString(),
            published,
            DayRange.of(Span.ALL),
            catalog,
            new Configuration());
    return new StoredTally(stored, Runtime.getRuntime().availableProcessors())
        .read(() -> new ReadoutTally(metrics, none, Asked.ALL), parts -> {})
        .report(Source.tables(Instant.EPOCH, Map.of()));
  }
}
