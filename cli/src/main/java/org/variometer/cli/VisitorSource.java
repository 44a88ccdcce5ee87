package org.variometer.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalVisitors;
import org.variometer.readout.Span;
import org.variometer.readout.VisitorHistory;
import org.variometer.report.ReadoutTally;
import org.variometer.report.Source;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.visitors.DayRange;
import org.variometer.store.visitors.StoredTally;
import org.variometer.store.visitors.StoredVisitors;

/** Reads visitors for a report, out of files or of what the batch has published. */
final class VisitorSource {
  private static final long MEGABYTE = 1 << 20;
  private static final String HADOOP = "spark.hadoop.";

  private final VariometerConfig rules;
  private final ProgressOption progress;
  private final int threads;

  /**
   * What was read.
   *
   * @param tally all visitors
   * @param source where they were read
   * @param place that in words, for messages
   */
  record Read(ReadoutTally tally, Source source, String place) {}

  VisitorSource(VariometerConfig rules, ProgressOption progress, int threads) {
    this.rules = rules;
    this.progress = progress;
    this.threads = threads;
  }

  /**
   * Reads files of beacons.
   *
   * @param names as given on the command line
   * @throws IOException with a message that names the file that can't be read and why
   */
  Read files(List<String> names, ReadoutTally tally) throws IOException {
    List<BeaconFile> files = names.stream().map(BeaconFile::new).toList();
    long bytes = 0;
    for (BeaconFile file : files) {
      file.check();
      bytes += file.size();
    }
    LocalVisitors.Found found;
    try (ProgressOption.Progress shown =
        progress.start("beacons", bytes, " MB", MEGABYTE, "reading out")) {
      found = new LocalVisitors(rules, threads).run(files, shown);
    }
    sayRejected(found.accounting());
    for (VisitorHistory visitor : found.visitors()) {
      tally.add(visitor);
    }
    Optional<Instant> newest =
        found.newestArrival().isPresent()
            ? Optional.of(Instant.ofEpochMilli(found.newestArrival().getAsLong()))
            : Optional.empty();
    return new Read(
        tally,
        Source.files(newest, found.accounting().byName()),
        String.join(", ", names) + " (" + found.accounting().accepted() + " beacons accepted)");
  }

  private static void sayRejected(Accounting accounting) {
    if (accounting.accepted() < accounting.read()) {
      System.err.println(
          "variometer: rejected "
              + (accounting.read() - accounting.accepted())
              + " of "
              + accounting.read()
              + " records: "
              + accounting.rejected().entrySet().stream()
                  .filter(reason -> reason.getValue() > 0)
                  .map(reason -> reason.getKey().wireName() + " " + reason.getValue())
                  .collect(Collectors.joining(", ")));
    }
  }

  /**
   * Reads what the newest slot has published.
   *
   * @param days the time in which visitors matter
   * @param empty makes a tally that nobody was added to
   * @throws IOException if no slot is published, or it can't be read
   */
  Read tables(Span days, Supplier<ReadoutTally> empty) throws IOException {
    BatchSettings batch = rules.batch();
    Configuration hadoop = hadoop(batch);
    Manifests manifests = new Manifests(batch.directory(), batch.slotLength(), hadoop);
    Slot slot =
        manifests
            .newest()
            .orElseThrow(
                () ->
                    new IOException(
                        batch.directory()
                            + " (variometer.batch.directory): no slot is published there; run"
                            + " ./variometer batch first, or read files of beacons with --input"));
    Manifest published = manifests.required(slot);
    StoredVisitors visitors =
        new StoredVisitors(
            batch.directory(), published, DayRange.of(days), rules.catalog(), hadoop);
    try (ProgressOption.Progress shown =
        progress.start("visitors", visitors.parts().size(), " parts", 1, "reading out")) {
      return new Read(
          new StoredTally(visitors, threads).read(empty, shown),
          Source.tables(slot.end(), published.sum().byName()),
          "slot " + slot + " of " + batch.directory());
    }
  }

  /** Hadoop's settings, those among Spark's over its own files, as the batch has them. */
  private static Configuration hadoop(BatchSettings batch) {
    Configuration hadoop = new Configuration();
    for (Map.Entry<String, String> setting : batch.spark().entrySet()) {
      if (setting.getKey().startsWith(HADOOP)) {
        hadoop.set(setting.getKey().substring(HADOOP.length()), setting.getValue());
      }
    }
    return hadoop;
  }
}
