package org.variometer.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.Rejection;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.local.BeaconFile;
import org.variometer.local.LocalMetrics;
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
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.rows.RejectedRow;
import org.variometer.store.table.TableFiles;
import org.variometer.stream.MicroBatch;
import org.variometer.stream.StreamApp;
import org.variometer.stream.StreamRun;

/**
 * Both layers write at once, slot behind slot; the stream loses records, and somebody has written
 * what never was: behind the seal all is the batch's (spec §5).
 */
@Timeout(400)
class HandOverTest {
  private static final int PARTITIONS = 2;
  private static final int EVENTS = 6_000;
  private static final Duration SLOT = Duration.ofHours(1);
  private static final int SLOTS = 6;

  /** The slots before it are run beside a stream that has lost nothing. */
  private static final int LOSES = 3;

  @TempDir private Path folder;
  private final List<Sent> log = new ArrayList<>();
  private final AtomicReference<MicroBatch> last = new AtomicReference<>();
  private Config loaded;
  private VariometerConfig config;

  /** A record of the log. */
  private record Sent(long arrival, byte[] key, byte[] value) {}

  @Test
  void behindTheSealNothingIsLeftOfWhatTheStreamLostOrHadTooMuch() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(PARTITIONS);
      configure(services);
      generate();
      Slot first = Slot.lastAt(Instant.ofEpochMilli(log.get(0).arrival()), SLOT).next();
      try (BatchProcess batch = BatchProcess.start(loaded, folder.resolve("batch"))) {
        // Told of a slot before it has started it would seem done with it by that.
        await(batch, null);
        Slot slot = first;
        StreamRun stream = stream(false);
        try {
          for (int part = 0; part < SLOTS; part++) {
            if (part == LOSES) {
              stream.stop();
              send(part);
              loseWhatIsInTheLog();
              ghost(slot);
              stream = stream(true);
            } else {
              send(part);
            }
            // The stream reads and writes while the slot is run and takes buckets over.
            batch.run(slot);
            await(batch, stream);
            slot = slot.next();
          }
        } finally {
          stream.stop();
          stream.close();
        }
        assertThat(last.get().sealing())
            .as("what the stream has acknowledged")
            .contains(slot.previous().sealsThrough(Duration.ofMinutes(60)));
        while (slot.end().toEpochMilli() <= log.get(log.size() - 1).arrival()) {
          batch.run(slot);
          await(batch, null);
          slot = slot.next();
        }
        batch.finish(slot);
        await(batch, null);
      }
      assertThat(exported()).containsExactlyElementsOf(computed());
      assertThat(disagreement(first.end(), "page_views")).isGreaterThan(0);
      theBatchKnowsOfEachRecordWhereItWasInTheLog();
    }
  }

  private void theBatchKnowsOfEachRecordWhereItWasInTheLog() throws IOException {
    Configuration hadoop = new Configuration();
    BatchSettings settings = config.batch();
    Manifests manifests = new Manifests(settings.directory(), settings.slotLength(), hadoop);
    SortedMap<Integer, Long> read = new TreeMap<>();
    List<org.apache.hadoop.fs.Path> files = new ArrayList<>();
    for (Slot slot : manifests.published()) {
      Manifest manifest = manifests.required(slot);
      manifest
          .offsets()
          .forEach(
              (partition, offsets) -> {
                assertThat(offsets.get(0)).isEqualTo(read.getOrDefault(partition, 0L));
                read.put(partition, offsets.get(1));
              });
      files.addAll(
          manifest
              .filesOf(RejectedRow.TABLE.name())
              .map(file -> new org.apache.hadoop.fs.Path(settings.directory(), file.path()))
              .filter(file -> !files.contains(file))
              .toList());
    }
    List<String> rejected = new ArrayList<>();
    for (org.apache.hadoop.fs.Path file : files) {
      try (TableFiles<RejectedRow>.RowReader rows =
          new TableFiles<>(RejectedRow.TABLE, hadoop).open(file)) {
        while (rows.hasNext()) {
          RejectedRow row = rows.next();
          rejected.add(
              text(row.reason(), row.sourcePartition(), row.arrival(), row.key(), row.payload()));
        }
      }
    }
    BeaconDecoder decoder = new BeaconDecoder(config.beaconRules());
    List<String> expected = new ArrayList<>();
    SortedMap<Integer, Long> ends = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> sent : consumed()) {
      ends.put(sent.partition(), sent.offset() + 1);
      if (decoder.decode(sent.value(), 0, sent.value().length, sent.timestamp())
          instanceof Rejection rejection) {
        byte[] key = sent.key() == null ? new byte[0] : sent.key();
        expected.add(
            text(rejection.reason(), sent.partition(), sent.timestamp(), key, sent.value()));
      }
    }
    assertThat(read).hasSize(PARTITIONS).isEqualTo(ends);
    assertThat(rejected).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String text(
      RejectReason reason, int partition, long arrival, byte[] key, byte[] payload) {
    return String.join(
        " ",
        reason.wireName(),
        Integer.toString(partition),
        Long.toString(arrival),
        new String(key, UTF_8),
        new String(payload, UTF_8));
  }

  /** All that is in the log. */
  private List<ConsumerRecord<byte[], byte[]>> consumed() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<TopicPartition> partitions = partitions();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (records.size() < log.size()) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    return records;
  }

  private StreamRun stream(boolean allowDataLoss) throws Exception {
    return new StreamApp(loaded, allowDataLoss, note -> {}, last::set).start();
  }

  private static void await(BatchProcess batch, StreamRun stream) throws Exception {
    while (!batch.isIdle()) {
      TimeUnit.MILLISECONDS.sleep(20);
      batch.check();
      if (stream != null) {
        stream.check();
      }
    }
    batch.check();
  }

  private void configure(Services services) {
    Map<String, String> keys = new HashMap<>();
    keys.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    keys.put("variometer.zookeeper.connect", services.zooKeeper().address());
    keys.put("variometer.kairosdb.url", services.kairos().url().toString());
    keys.put("variometer.stream.master", "local[2]");
    keys.put("variometer.stream.batch-interval", "1s");
    keys.put("variometer.stream.shards", "4");
    keys.put("variometer.stream.parallelism", "2");
    keys.put("variometer.stream.backpressure", "false");
    keys.put("variometer.stream.max-rate-per-partition", "150");
    keys.put("variometer.stream.checkpoint.directory", folder.resolve("checkpoint").toString());
    keys.put("variometer.stream.snapshot.directory", folder.resolve("snapshots").toString());
    keys.put("variometer.batch.master", "local[2]");
    keys.put("variometer.batch.directory", folder.resolve("batch/data").toString());
    keys.put("variometer.batch.slot-length", SLOT.toMinutes() + "m");
    keys.put("variometer.batch.buckets", "2");
    keys.put("variometer.generate.events", Integer.toString(EVENTS));
    keys.put("variometer.generate.start", "2024-11-20T21:30:00Z");
    keys.put("variometer.generate.span", "5h");
    keys.put("variometer.generate.lateness.max", "1h");
    loaded = VariometerConfig.load(Optional.empty(), keys);
    config = VariometerConfig.from(loaded);
  }

  private void generate() throws IOException {
    new TrafficGenerator(GeneratorSettings.from(loaded.getConfig("variometer.generate")))
        .run(
            (arrival, key, buffer, offset, length) ->
                log.add(
                    new Sent(
                        arrival,
                        key == null ? null : key.getBytes(UTF_8),
                        Arrays.copyOfRange(buffer, offset, offset + length))));
  }

  private void send(int part) throws Exception {
    try (BeaconSender sender = BeaconSender.connect(config.kafka())) {
      for (Sent sent : log.subList(part * log.size() / SLOTS, (part + 1) * log.size() / SLOTS)) {
        sender.send(sent.value(), 0, sent.value().length, sent.key(), sent.arrival());
      }
      sender.flush();
    }
  }

  /** As if a micro-batch had been committed and then lost, with all state. */
  private void loseWhatIsInTheLog() throws Exception {
    deleteCheckpoint();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer();
        CuratorFramework zooKeeper =
            CuratorFrameworkFactory.newClient(
                config.zooKeeper().connect(), new RetryOneTime(100))) {
      zooKeeper.start();
      for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(partitions()).entrySet()) {
        zooKeeper
            .setData()
            .forPath(
                config.zooKeeper().root()
                    + "/local/stream/offsets/"
                    + config.kafka().beacons()
                    + "/"
                    + end.getKey().partition(),
                Long.toString(end.getValue()).getBytes(UTF_8));
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        config.kafka().clientProperties(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(p -> new TopicPartition(config.kafka().beacons(), p))
        .toList();
  }

  private void deleteCheckpoint() throws IOException {
    Files.move(folder.resolve("checkpoint"), folder.resolve("lost"));
  }

  /** Writes a cell that nobody has, in a minute that the slot seals. */
  private void ghost(Slot slot) throws Exception {
    long minute = slot.sealsThrough(Duration.ofMinutes(60)).toEpochMilli() - 60_000;
    MetricKey key = new MetricKey("ghosts", "nobody", "knows", Population.ASSIGNED);
    try (KairosWriter writer = new KairosWriter(config.kairos(), "local", "stream", Fence.OPEN)) {
      writer.write(List.of(new Point(Cell.of("visits", key, Granularity.MINUTE, minute), 7)));
      writer.finish();
    }
  }

  private List<String> computed() throws IOException {
    Path file = folder.resolve("beacons.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Sent sent : log) {
        out.write(sent.value());
        out.write('\n');
      }
    }
    List<String> rows = new ArrayList<>();
    new LocalMetrics(config, View.BATCH, 2)
        .run(List.of(new BeaconFile(file.toString())), bytes -> {})
        .rows((Row row) -> rows.add(row.toCsv()));
    return rows;
  }

  private List<String> exported() throws IOException {
    SeriesExport export = new SeriesExport();
    try (KairosReader reader = new KairosReader(config.kairos())) {
      reader.readAll(metric -> true, export::add);
    }
    List<String> rows = new ArrayList<>();
    export.rows((Row row) -> rows.add(row.toCsv()));
    rows.removeIf(row -> row.contains(",rolling,"));
    return rows;
  }

  /** The greatest that was said of a metric. */
  private double disagreement(Instant from, String metric) throws IOException {
    double[] greatest = {0};
    try (KairosReader reader = new KairosReader(config.kairos())) {
      reader.read(
          "pipeline.layer_disagreement",
          Optional.empty(),
          from.toEpochMilli(),
          KairosReader.END,
          stretch ->
              stretch.forEach(
                  (cell, value) -> {
                    if (cell.series().toString().contains(metric)) {
                      greatest[0] = Math.max(greatest[0], value);
                    }
                  }));
    }
    return greatest[0];
  }
}
