package org.variometer.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.metric.Granularity;
import org.variometer.metric.MetricKey;
import org.variometer.metric.Population;
import org.variometer.quickstart.generator.GeneratorSettings;
import org.variometer.quickstart.generator.TrafficGenerator;
import org.variometer.quickstart.kafka.BeaconSender;
import org.variometer.series.Cell;
import org.variometer.series.Point;
import org.variometer.series.Row;
import org.variometer.series.SeriesExport;
import org.variometer.services.Services;
import org.variometer.slot.Slot;
import org.variometer.stream.StreamRun;

/** A log of beacons, and both layers that meter it. */
final class LayersWorld {
  private final Path folder;
  private final Config loaded;
  private final VariometerConfig config;
  private final List<Sent> log = new ArrayList<>();

  /** A record of the log. */
  record Sent(long arrival, byte[] key, byte[] value) {}

  /**
   * Generates the log, and sends nothing yet.
   *
   * @param folder where both layers keep their own
   * @param more the keys in which tests differ
   */
  LayersWorld(Path folder, Services services, Map<String, String> more) throws IOException {
    this.folder = folder;
    Map<String, String> keys = new TreeMap<>();
    keys.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    keys.put("variometer.zookeeper.connect", services.zooKeeper().address());
    keys.put("variometer.kairosdb.url", services.kairos().url().toString());
    keys.put("variometer.stream.master", "local[2]");
    keys.put("variometer.stream.parallelism", "2");
    keys.put("variometer.stream.backpressure", "false");
    keys.put("variometer.stream.checkpoint.directory", folder.resolve("checkpoint").toString());
    keys.put("variometer.stream.snapshot.directory", folder.resolve("snapshots").toString());
    keys.put("variometer.batch.master", "local[2]");
    keys.put("variometer.batch.directory", folder.resolve("batch/data").toString());
    keys.put("variometer.batch.buckets", "2");
    keys.put("variometer.generate.start", "2024-11-20T21:30:00Z");
    keys.putAll(more);
    loaded = VariometerConfig.load(Optional.empty(), keys);
    config = VariometerConfig.from(loaded);
    new TrafficGenerator(GeneratorSettings.from(loaded.getConfig("variometer.generate")))
        .run(
            (arrival, key, buffer, offset, length) ->
                log.add(
                    new Sent(
                        arrival,
                        key == null ? null : key.getBytes(UTF_8),
                        Arrays.copyOfRange(buffer, offset, offset + length))));
  }

  Config loaded() {
    return loaded;
  }

  VariometerConfig config() {
    return config;
  }

  /** All records, sent or not, in the order of their arrival. */
  List<Sent> log() {
    return log;
  }

  /** The first slot that has records of the log. */
  Slot firstSlot() {
    return Slot.lastAt(Instant.ofEpochMilli(log.get(0).arrival()), config.batch().slotLength())
        .next();
  }

  /** Sends some of the log to Kafka. */
  void send(List<Sent> some) throws Exception {
    try (BeaconSender sender = BeaconSender.connect(config.kafka())) {
      for (Sent sent : some) {
        sender.send(sent.value(), 0, sent.value().length, sent.key(), sent.arrival());
      }
      sender.flush();
    }
  }

  /** Starts the batch. */
  BatchProcess batch() throws Exception {
    BatchProcess batch = BatchProcess.start(loaded, folder.resolve("batch"));
    // Told of a slot before it has started it would seem done with it by that.
    awaitIdle(batch, Optional.empty());
    return batch;
  }

  /** Waits until the batch has done what it was told, and fails if it or the stream does. */
  static void awaitIdle(BatchProcess batch, Optional<StreamRun> stream) throws Exception {
    while (!batch.isIdle()) {
      TimeUnit.MILLISECONDS.sleep(20);
      batch.check();
      if (stream.isPresent()) {
        stream.get().check();
      }
    }
    batch.check();
  }

  /** Lets the stream have no state of its own any more. */
  void loseStateOfStream() throws IOException {
    Path lost = Files.createTempDirectory(folder, "lost");
    Files.move(folder.resolve("checkpoint"), lost.resolve("checkpoint"));
    Files.move(folder.resolve("snapshots"), lost.resolve("snapshots"));
  }

  /**
   * Lets a value stand that no record accounts for.
   *
   * @param layer who seems to have written it
   * @param minutes where, ms since the epoch
   */
  void letStand(String layer, long... minutes) throws Exception {
    MetricKey key = new MetricKey("ghosts", "nobody", "knows", Population.ASSIGNED);
    try (KairosWriter writer = new KairosWriter(config.kairos(), "local", layer, Fence.OPEN)) {
      for (long minute : minutes) {
        writer.write(List.of(new Point(Cell.of("visits", key, Granularity.MINUTE, minute), 7)));
      }
      writer.finish();
    }
  }

  /** What the library makes of the whole log. */
  MetricsReport report(View view) throws IOException {
    Path file = folder.resolve("beacons.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Sent sent : log) {
        out.write(sent.value());
        out.write('\n');
      }
    }
    return new LocalMetrics(config, view, 2)
        .run(List.of(new BeaconFile(file.toString())), bytes -> {});
  }

  /** A report's rows, as an export has them. */
  static List<String> rows(MetricsReport report) {
    List<String> rows = new ArrayList<>();
    report.rows((Row row) -> rows.add(row.toCsv()));
    return rows;
  }

  /** All that stands in KairosDB, but for rolling metrics. */
  List<String> exported() throws IOException {
    SeriesExport export = new SeriesExport();
    try (KairosReader reader = new KairosReader(config.kairos())) {
      reader.readAll(metric -> true, export::add);
    }
    List<String> rows = new ArrayList<>();
    export.rows((Row row) -> rows.add(row.toCsv()));
    rows.removeIf(row -> row.contains(",rolling,"));
    return rows;
  }
}
