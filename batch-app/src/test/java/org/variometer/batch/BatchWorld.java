package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.variometer.batch.seal.Takeover;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.series.Row;
import org.variometer.series.SeriesExport;
import org.variometer.services.KairosService;
import org.variometer.services.ServiceOptions;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;

/** A folder and a KairosDB for one test, and what it does there. No stream writes here. */
final class BatchWorld implements AutoCloseable {
  private final Path folder;
  private final KairosService kairos;
  private int files;

  BatchWorld(Path folder) throws IOException {
    this.folder = folder;
    this.kairos = new KairosService(ServiceOptions.in(folder.resolve("kairosdb")).withBriefLife());
    kairos.start();
  }

  /** The right to be the batch where there is neither a stream nor another batch. */
  Takeover alone() {
    return new LoneTakeover();
  }

  Config config(Optional<Path> file, Map<String, String> more) {
    Map<String, String> options = new TreeMap<>();
    options.put("variometer.kairosdb.url", kairos.url().toString());
    options.put("variometer.batch.master", "local[2]");
    options.put("variometer.batch.directory", folder.resolve("batch").toString());
    options.put("variometer.batch.spark.\"spark.ui.enabled\"", "false");
    options.put("variometer.batch.buckets", "2");
    options.putAll(more);
    return VariometerConfig.load(file.map(Path::toFile), options);
  }

  /** The records of each slot by arrival, from the first to the last that has any. */
  static SortedMap<Slot, List<String>> slots(List<Line> lines, Duration length) {
    SortedMap<Slot, List<String>> slots = new TreeMap<>();
    for (Line line : lines) {
      Slot slot = Slot.lastAt(Instant.ofEpochMilli(line.arrival()), length).next();
      slots.computeIfAbsent(slot, s -> new ArrayList<>()).add(line.text());
    }
    for (Slot slot = slots.firstKey(); slot.compareTo(slots.lastKey()) < 0; slot = slot.next()) {
      slots.computeIfAbsent(slot, s -> new ArrayList<>());
    }
    return slots;
  }

  BeaconFile file(List<String> lines) throws IOException {
    Path file = folder.resolve("input-" + files++ + ".jsonl");
    Files.write(file, lines, UTF_8);
    return new BeaconFile(file.toString());
  }

  /** Parts as slots, the first of which begins before the instant, ms since the epoch. */
  static SortedMap<Slot, List<String>> slots(
      List<List<String>> parts, long first, Duration length) {
    SortedMap<Slot, List<String>> slots = new TreeMap<>();
    Slot slot = Slot.lastAt(Instant.ofEpochMilli(first), length).next();
    for (List<String> part : parts) {
      slots.put(slot, part);
      slot = slot.next();
    }
    return slots;
  }

  /** Runs slots; the last of them seals everything. */
  void runAll(BatchApp app, SortedMap<Slot, List<String>> slots)
      throws BatchException, IOException {
    for (Map.Entry<Slot, List<String>> slot : slots.headMap(slots.lastKey()).entrySet()) {
      app.run(slot.getKey(), List.of(file(slot.getValue())), bytes -> {});
    }
    app.finish(slots.lastKey(), List.of(file(slots.get(slots.lastKey()))), bytes -> {});
  }

  /** A file of a worked example. */
  static Path caseFile(String example, String name) throws IOException {
    try {
      return Path.of(BatchWorld.class.getResource("/cases/" + example + "/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** The manifest of a slot that is published. */
  static Manifest manifest(Config config, Slot slot) throws IOException {
    BatchSettings settings = VariometerConfig.from(config).batch();
    return new Manifests(settings.directory(), settings.slotLength(), new Configuration())
        .of(slot)
        .orElseThrow();
  }

  /** What the library computes of these lines. */
  List<String> computed(Config config, List<String> lines) throws IOException {
    return rows(report(config, lines));
  }

  /** The library's report on these lines. */
  MetricsReport report(Config config, List<String> lines) throws IOException {
    return new LocalMetrics(VariometerConfig.from(config), View.BATCH, 2)
        .run(List.of(file(lines)), bytes -> {});
  }

  static List<String> rows(MetricsReport report) {
    List<String> rows = new ArrayList<>();
    report.rows((Row row) -> rows.add(row.toCsv()));
    return rows;
  }

  /** What stands in KairosDB. */
  List<String> exported(Config config) throws IOException {
    SeriesExport export = new SeriesExport();
    try (KairosReader reader = new KairosReader(VariometerConfig.from(config).kairos())) {
      reader.readAll(metric -> true, export::add);
    }
    List<String> rows = new ArrayList<>();
    export.rows((Row row) -> rows.add(row.toCsv()));
    return rows;
  }

  @Override
  public void close() {
    kairos.close();
  }
}
