package org.variometer.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.series.Resolution;
import org.variometer.series.Row;
import org.variometer.series.SeriesExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints the series that stand in KairosDB. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the metrics that stand in KairosDB (variometer.kairosdb.url), as CSV ("
          + Row.HEADER
          + ") in the form of the command metrics: sorted, without rows of value 0.",
      "Memory follows the points of one metric: narrow --from and --to where they are many.",
      ""
    })
final class ExportCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description =
          "Buckets that start at this instant or later, like 2026-11-20T22:30:00Z (default:"
              + " 2000-01-01T00:00:00Z).")
  private String from = "2000-01-01T00:00:00Z";

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = "Buckets that start before this instant (default: ${DEFAULT-VALUE}).")
  private String to = Instant.ofEpochMilli(KairosReader.END).toString();

  @Option(
      names = "--granularity",
      paramLabel = "TAG",
      description = "1m, 1h, 1d or rolling alone (default: all).")
  private String granularity;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "This metric alone, like conversion_rate; may be given several times.")
  private List<String> metrics = List.of();

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException {
    long begin = Instants.millis("--from", from);
    long end = Instants.millis("--to", to);
    Instants.requireOrder(begin, from, end, to);
    Optional<Resolution> resolution =
        granularity == null ? Optional.empty() : Optional.of(resolution(granularity));
    VariometerConfig rules = config.rules(main.options());
    try (KairosReader reader = new KairosReader(rules.kairos())) {
      reader.requireHealthy();
      List<String> wanted =
          reader.metrics().stream().filter(m -> metrics.isEmpty() || metrics.contains(m)).toList();
      requireKnown(wanted);
      CsvOutput.print(rows -> export(reader, wanted, resolution, begin, end, rows));
      if (reader.foreignPoints() > 0) {
        System.err.println(
            "variometer: left out "
                + reader.foreignPoints()
                + " points with tags that Variometer does not write");
      }
    }
    return 0;
  }

  private void export(
      KairosReader reader,
      List<String> wanted,
      Optional<Resolution> resolution,
      long begin,
      long end,
      Consumer<Row> rows)
      throws IOException {
    try (ProgressOption.Progress shown =
        progress.start("metrics", wanted.size(), " metrics", 1, "")) {
      for (String metric : wanted) {
        SeriesExport export = new SeriesExport();
        reader.read(metric, resolution, begin, end, export::add);
        export.rows(rows);
        shown.accept(1);
      }
    }
  }

  private void requireKnown(List<String> found) {
    for (String metric : metrics) {
      if (!found.contains(metric)) {
        throw new UsageException(
            "--metric: " + metric + "; KairosDB has no series variometer." + metric);
      }
    }
  }

  private static Resolution resolution(String tag) {
    return Resolution.ofTag(tag)
        .orElseThrow(
            () ->
                new UsageException(
                    "--granularity: "
                        + tag
                        + "; expected one of "
                        + Arrays.stream(Resolution.values())
                            .map(Resolution::tag)
                            .collect(Collectors.joining(", "))));
  }
}
