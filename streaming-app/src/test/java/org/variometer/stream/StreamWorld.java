package org.variometer.stream;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.SinkException;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.series.Row;
import org.variometer.series.SeriesExport;
import org.variometer.services.Services;

/** Topics, nodes, checkpoints and a place in KairosDB for one test, and how it looks at them. */
record StreamWorld(Services services, URI kairos, String name, Path directory, int partitions) {
  static final int INTERVAL_MILLIS = 300;

  String beacons() {
    return "beacons-" + name;
  }

  String rejected() {
    return "rejected-" + name;
  }

  /** Where snapshots are. */
  Path snapshots() {
    return directory.resolve("snapshots");
  }

  /** Where a batch of this world's would publish. */
  Path batch() {
    return directory.resolve("batch");
  }

  /** Where this world's stream keeps its own. */
  Path snapshotsOfStream() {
    return snapshots().resolve(name).resolve("stream").resolve(beacons());
  }

  /** As if none had been taken. */
  void removeSnapshots() throws IOException {
    if (Files.exists(snapshots())) {
      try (Stream<Path> files = Files.walk(snapshots())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A configuration for this world, with more keys. */
  Config config(Optional<Path> file, Map<String, String> more) {
    Map<String, String> options = new TreeMap<>();
    options.put("variometer.region", name);
    options.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    options.put("variometer.kafka.topics.beacons", beacons());
    options.put("variometer.kafka.topics.rejected", rejected());
    options.put("variometer.zookeeper.root", "/" + name);
    options.put("variometer.zookeeper.connect", services.zooKeeper().address());
    options.put("variometer.kairosdb.url", kairos.toString());
    options.put("variometer.stream.master", "local[2]");
    options.put("variometer.stream.batch-interval", INTERVAL_MILLIS + "ms");
    options.put(
        "variometer.stream.checkpoint.directory", directory.resolve("checkpoint").toString());
    options.put("variometer.stream.snapshot.directory", snapshots().toString());
    options.put("variometer.batch.directory", batch().toString());
    options.put("variometer.stream.spark.\"spark.ui.enabled\"", "false");
    options.put("variometer.stream.shards", "4");
    options.put("variometer.stream.parallelism", "2");
    options.put("variometer.stream.hold-hours", "120");
    options.put("variometer.stream.backpressure", "false");
    options.putAll(more);
    return VariometerConfig.load(file.map(Path::toFile), options);
  }

  /** A record at any time, also one that Kafka's own client would refuse. */
  private static final class AnyTime extends ProducerRecord<byte[], byte[]> {
    private final long timestamp;

    AnyTime(String topic, LogRecord record) {
      super(topic, null, Math.max(0, record.arrival()), record.key(), record.value());
      timestamp = record.arrival();
    }

    @Override
    public Long timestamp() {
      return timestamp;
    }
  }

  /** Appends records, each to the partition of its key, and waits until they are there. */
  void send(List<LogRecord> records) {
    try (KafkaProducer<byte[], byte[]> producer =
        SharedServices.producer(services.kafka().bootstrapServers())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (LogRecord record : records) {
        sent.add(producer.send(new AnyTime(beacons(), record)));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets a value stand in cells that no record accounts for: 99. */
  void letStand(Config config, Cell... cells) throws Exception {
    try (KairosWriter writer =
        new KairosWriter(VariometerConfig.from(config).kairos(), "test", "batch", Fence.OPEN)) {
      writer.writeBatch(List.of(cells).stream().map(cell -> new Point(cell, 99)).toList(), 1);
      writer.finish();
    }
  }

  /** The offsets that stand in ZooKeeper. */
  SortedMap<Integer, Long> committed(Config config) throws StreamException {
    try (Control control = Control.connect(VariometerConfig.from(config))) {
      return control.progress().committed();
    }
  }

  /** What stands in KairosDB in minutes and hours on sites that begin with {@code sites}. */
  List<String> exported(Config config, String sites) throws SinkException {
    return exported(
        config,
        series ->
            series.key().site().startsWith(sites) && series.resolution() != Resolution.ROLLING);
  }

  List<String> exported(Config config, Predicate<MetricSeries> wanted) throws SinkException {
    SeriesExport export = new SeriesExport();
    try (KairosReader reader = new KairosReader(VariometerConfig.from(config).kairos())) {
      reader.readAll(
          metric -> true,
          stretch -> {
            if (stretch.series() instanceof MetricSeries series && wanted.test(series)) {
              export.add(stretch);
            }
          });
    }
    List<String> rows = new ArrayList<>();
    export.rows((Row row) -> rows.add(row.toCsv()));
    return rows;
  }
}
