package org.variometer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.variometer.catalogue.CatalogueFile;
import org.variometer.catalogue.ExperimentCatalogue;
import org.variometer.config.VariometerConfig;
import org.variometer.readout.ReadoutMetrics;
import org.variometer.readout.Span;
import org.variometer.report.Asked;
import org.variometer.report.ReadoutTally;
import org.variometer.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Reads experiments out. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Reads experiments out: what each variant does to the metrics, with the visitor as the unit and"
          + " by intention to treat, and whether the split can be trusted.",
      "Reads the visitors of the batch's newest slot (variometer.batch.directory), or with --input"
          + " files of beacons alone; no service is needed for either. docs/REPORT.md describes every"
          + " figure.",
      ""
    })
final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--experiment",
      paramLabel = "ID",
      description = "This experiment alone; may be given several times (default: all).")
  private List<String> experiments = List.of();

  @Option(names = "--site", paramLabel = "SITE", description = "This site alone (default: all).")
  private String site;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description =
          "Exposures at this instant or later, like 2026-11-20T00:00:00Z (default: each experiment's"
              + " start).")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = "Exposures and visits before this instant (default: each experiment's end).")
  private String to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text, json, csv or html, which is one file that can be mailed (default: text).")
  private String format = "text";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report there instead of to standard output.")
  private String output;

  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      description = "The catalogue of experiments (default: variometer.catalogue).")
  private File catalogue;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Read beacons of files instead: one JSON object a line; FILE.gz is decompressed, - is"
              + " standard input.")
  private List<String> inputs = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that read (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException {
    ReportFormat form = form();
    if (threads < 1) {
      throw new UsageException("--threads: " + threads + "; expected a number from 1");
    }
    Asked asked = asked();
    VariometerConfig rules = config.rules(main.options());
    ReadoutMetrics metrics = new ReadoutMetrics(rules.catalog());
    ExperimentCatalogue described = described(rules, metrics);
    VisitorSource source = new VisitorSource(rules, progress, threads);
    VisitorSource.Read read =
        inputs.isEmpty()
            ? source.tables(
                asked.days(described), () -> new ReadoutTally(metrics, described, asked))
            : source.files(inputs, new ReadoutTally(metrics, described, asked));
    requireKnown(read.tally(), described);
    Report report = read.tally().report(read.source());
    if (report.experiments().isEmpty()) {
      throw new IOException(
          read.place()
              + ": no visitor met "
              + (experiments.isEmpty() ? "an experiment" : String.join(" or ", experiments))
              + (site == null ? "" : " on site " + site)
              + (from == null && to == null ? "" : " in the time given by --from and --to")
              + "; metrics --help shows how to see what the beacons say");
    }
    print(form.write(report));
    return 0;
  }

  private ReportFormat form() {
    for (ReportFormat known : ReportFormat.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(format)) {
        return known;
      }
    }
    throw new UsageException("--format: " + format + "; expected text, json, csv or html");
  }

  private Asked asked() {
    long begin = from == null ? Span.ALL.from() : Instants.millis("--from", from);
    long end = to == null ? Span.ALL.until() : Instants.millis("--to", to);
    Instants.requireOrder(begin, from, end, to);
    return new Asked(Set.copyOf(experiments), Optional.ofNullable(site), new Span(begin, end));
  }

  private ExperimentCatalogue described(VariometerConfig rules, ReadoutMetrics metrics) {
    return Optional.ofNullable(catalogue)
        .or(rules::catalogue)
        .map(file -> CatalogueFile.read(file, metrics))
        .orElseGet(() -> new ExperimentCatalogue(List.of(), metrics));
  }

  private void requireKnown(ReadoutTally tally, ExperimentCatalogue described) {
    if (site != null && !tally.sites().contains(site)) {
      throw new UsageException(
          "--site: " + site + "; no visitor was there; there are: " + listed(tally.sites()));
    }
    Set<String> known = new TreeSet<>(tally.experiments());
    described.described().forEach(experiment -> known.add(experiment.id()));
    List<String> unknown = new ArrayList<>(experiments);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "--experiment: "
              + String.join(", ", unknown)
              + "; neither met by a visitor nor in the catalogue; there are: "
              + listed(known));
    }
  }

  private static String listed(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private void print(String report) throws IOException {
    if (output != null) {
      Files.writeString(Path.of(output), report);
      return;
    }
    try (Writer out = new BufferedWriter(new OutputStreamWriter(new StandardOutput(), UTF_8))) {
      out.write(report);
    }
  }
}
