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
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.stream.MicroBatch;
import org.variometer.stream.StreamApp;
import org.variometer.stream.StreamException;
import org.variometer.stream.StreamRun;

/**
 * A stream that has neither a checkpoint nor a snapshot goes on from the batch's newest slot that
 * it can use (spec §7), and ends with the numbers of one that has read the whole log.
 */
@Timeout(400)
class SlotStartTest {
  private static final int PARTITIONS = 2;
  private static final Duration SLOT = Duration.ofHours(1);
  private static final Duration SEAL_DELAY = Duration.ofHours(1);
  private static final int SLOTS = 3;
  private static final long MINUTE = 60_000;
  private static final int TIMESTAMP = 6;
  private static final int GRANULARITY = 5;

  @TempDir private Path folder;
  private final List<Sent> log = new ArrayList<>();
  private final List<MicroBatch> batches = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private Config loaded;
  private VariometerConfig config;

  /** A record of the log. */
  private record Sent(long arrival, byte[] key, byte[] value) {}

  @Test
  void itGoesOnFromTheNewestSlotThatIsThereWholeAndWhoseRecordsKafkaHas() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(PARTITIONS);
      configure(services);
      generate();
      Slot last = runSlots();
      long sealed = last.sealsThrough(SEAL_DELAY).toEpochMilli();
      MetricsReport expected = asStream();
      List<String> unsealed = unsealed(rows(expected), sealed);
      assertThat(unsealed(rows(report(View.BATCH)), sealed))
          .as("what the batch would have of traffic without cuts")
          .filteredOn(row -> !row.startsWith("unique_") && !row.startsWith("multiple_"))
          .isEqualTo(unsealed);

      goesOnFromTheNewest(last, sealed, expected, unsealed);
      passesOverOneWhoseRowsAreDamaged(last, sealed, expected, unsealed);
      passesOverOnesWhoseRecordsAreGone(last);
    }
  }

  private void goesOnFromTheNewest(
      Slot last, long sealed, MetricsReport expected, List<String> unsealed) throws Exception {
    letStand(sealed - MINUTE, sealed);
    List<String> sealedBefore = sealed(exported(), sealed);
    try (StreamRun stream = stream()) {
      assertThat(notes.get(1))
          .startsWith(
              "no snapshot to go on from: going on from slot "
                  + last
                  + " of the batch, which has all that arrived until ");
      awaitCaughtUp(stream);
      stream.stop();
    }
    assertThat(read()).isEqualTo(log.size() - manifest(last).sum().read()).isPositive();
    assertEndsRight(sealed, expected, unsealed, sealedBefore);
  }

  private void passesOverOneWhoseRowsAreDamaged(
      Slot last, long sealed, MetricsReport expected, List<String> unsealed) throws Exception {
    loseState();
    letStand(sealed);
    List<String> sealedBefore = sealed(exported(), sealed);
    for (Path file : filesOf(last, "session_state_rows")) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 3] ^= 0x10;
      Files.write(file, bytes);
    }
    try (StreamRun stream = stream()) {
      assertThat(notes.get(1))
          .startsWith("slot " + last + " of the batch passed over: ")
          .contains("session_state_rows", "can't be read");
      assertThat(notes.get(2)).contains("going on from slot " + last.previous() + " of the batch");
      awaitCaughtUp(stream);
      stream.stop();
    }
    assertThat(read()).isEqualTo(log.size() - manifest(last.previous()).sum().read());
    assertEndsRight(sealed, expected, unsealed, sealedBefore);
  }

  private void passesOverOnesWhoseRecordsAreGone(Slot last) throws Exception {
    loseState();
    Path manifest = folder.resolve("batch/data/manifests").resolve(last.folder() + ".jsonl");
    Files.writeString(manifest, "{\"kind\":\"run\"");
    Files.deleteIfExists(manifest.resolveSibling("." + manifest.getFileName() + ".crc"));
    Map<TopicPartition, RecordsToDelete> gone = new HashMap<>();
    manifest(last.previous())
        .until()
        .forEach(
            (partition, offset) ->
                gone.put(
                    new TopicPartition(config.kafka().beacons(), partition),
                    RecordsToDelete.beforeOffset(offset + 1)));
    try (Admin admin =
        Admin.create(new HashMap<String, Object>(config.kafka().clientProperties()))) {
      admin.deleteRecords(gone).all().get();
    }
    try (StreamRun stream = stream()) {
      stream.check();
      assertThat(notes.get(1))
          .isEqualTo("slot " + last + " of the batch passed over: its manifest is not whole");
      assertThat(notes.get(2))
          .startsWith("slot " + last.previous() + " of the batch passed over: needs the records")
          .contains("and Kafka has those from ");
      assertThat(notes).anyMatch(note -> note.startsWith("no state to go on from"));
    }
  }

  private void assertEndsRight(
      long sealed, MetricsReport expected, List<String> unsealed, List<String> sealedBefore)
      throws IOException {
    assertThat(unsealed(exported(), sealed)).isNotEmpty().containsExactlyElementsOf(unsealed);
    assertThat(sealed(exported(), sealed)).isNotEmpty().isEqualTo(sealedBefore);
    MicroBatch last = batches.get(batches.size() - 1);
    assertThat(last.sum().intake().rejected()).isEqualTo(expected.accounting().rejected());
    assertThat(last.sum().intake().read()).isEqualTo(expected.accounting().read());
    assertThat(last.sum().sessions().used()).isEqualTo(expected.accounting().counts().used());
    assertThat(last.sum().sessions().visits()).isEqualTo(expected.accounting().counts().visits());
  }

  /** Runs slots over the first part of the log, then the log goes on. */
  private Slot runSlots() throws Exception {
    Slot first = Slot.lastAt(Instant.ofEpochMilli(log.get(0).arrival()), SLOT).next();
    Slot last = first;
    for (int i = 1; i < SLOTS; i++) {
      last = last.next();
    }
    long end = last.end().toEpochMilli();
    send(sent -> sent.arrival() < end + MINUTE);
    try (BatchProcess batch = BatchProcess.start(loaded, folder.resolve("batch"))) {
      awaitIdle(batch);
      for (Slot slot = first; !slot.end().isAfter(last.end()); slot = slot.next()) {
        batch.run(slot);
        awaitIdle(batch);
      }
    }
    send(sent -> sent.arrival() >= end + MINUTE);
    return last;
  }

  private static void awaitIdle(BatchProcess batch) throws Exception {
    while (!batch.isIdle()) {
      TimeUnit.MILLISECONDS.sleep(20);
      batch.check();
    }
    batch.check();
  }

  private StreamRun stream() throws StreamException {
    notes.clear();
    batches.clear();
    return new StreamApp(loaded, false, notes::add, batches::add).start();
  }

  private void awaitCaughtUp(StreamRun stream) throws Exception {
    while (notes.stream().noneMatch(note -> note.startsWith("caught up with the stream before"))) {
      TimeUnit.MILLISECONDS.sleep(20);
      stream.check();
    }
  }

  /** How many records the stream has read. */
  private long read() {
    return batches.stream().mapToLong(batch -> batch.batch().intake().read()).sum();
  }

  /** Neither checkpoint nor snapshot. */
  private void loseState() throws IOException {
    Path lost = Files.createTempDirectory(folder, "lost");
    Files.move(folder.resolve("checkpoint"), lost.resolve("checkpoint"));
    Files.move(folder.resolve("snapshots"), lost.resolve("snapshots"));
  }

  private Manifest manifest(Slot slot) throws IOException {
    return new Manifests(
            config.batch().directory(), config.batch().slotLength(), new Configuration())
        .required(slot);
  }

  /** The files of a table that a slot's run wrote. */
  private List<Path> filesOf(Slot slot, String table) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("batch/data/tables").resolve(table))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(slot.folder() + "-"))
          .toList();
    }
  }

  private void configure(Services services) {
    Map<String, String> keys = new TreeMap<>();
    keys.put("variometer.kafka.bootstrap-servers", services.kafka().bootstrapServers());
    keys.put("variometer.zookeeper.connect", services.zooKeeper().address());
    keys.put("variometer.kairosdb.url", services.kairos().url().toString());
    keys.put("variometer.kairosdb.request-timeout", "3s");
    keys.put("variometer.stream.master", "local[2]");
    keys.put("variometer.stream.batch-interval", "2s");
    keys.put("variometer.stream.shards", "5");
    keys.put("variometer.stream.parallelism", "2");
    keys.put("variometer.stream.backpressure", "false");
    keys.put("variometer.stream.checkpoint.directory", folder.resolve("checkpoint").toString());
    keys.put("variometer.stream.snapshot.directory", folder.resolve("snapshots").toString());
    keys.put("variometer.batch.master", "local[2]");
    keys.put("variometer.batch.directory", folder.resolve("batch/data").toString());
    keys.put("variometer.batch.slot-length", SLOT.toMinutes() + "m");
    keys.put("variometer.batch.seal-delay", SEAL_DELAY.toMinutes() + "m");
    keys.put("variometer.batch.buckets", "2");
    keys.put("variometer.generate.events", "4000");
    keys.put("variometer.generate.start", "2024-11-20T21:30:00Z");
    keys.put("variometer.generate.span", "4h");
    // What arrives apart would be another session for the stream.
    for (String share :
        List.of(
            "joined-visits",
            "arrival-cut",
            "late-beacon",
            "late-duplicate",
            "repeated-order-in-later-visit")) {
      keys.put("variometer.generate.shares." + share, "0");
    }
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

  private void send(Predicate<Sent> wanted) throws Exception {
    try (BeaconSender sender = BeaconSender.connect(config.kafka())) {
      for (Sent sent : log) {
        if (wanted.test(sent)) {
          sender.send(sent.value(), 0, sent.value().length, sent.key(), sent.arrival());
        }
      }
      sender.flush();
    }
  }

  /** Lets a value stand that no record accounts for, in these minutes. */
  private void letStand(long... minutes) throws Exception {
    MetricKey key = new MetricKey("ghosts", "nobody", "knows", Population.ASSIGNED);
    try (KairosWriter writer = new KairosWriter(config.kairos(), "local", "batch", Fence.OPEN)) {
      for (long minute : minutes) {
        writer.write(List.of(new Point(Cell.of("visits", key, Granularity.MINUTE, minute), 7)));
      }
      writer.finish();
    }
  }

  private MetricsReport asStream() throws IOException {
    return report(View.STREAM);
  }

  private MetricsReport report(View view) throws IOException {
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

  private static List<String> rows(MetricsReport report) {
    List<String> rows = new ArrayList<>();
    report.rows((Row row) -> rows.add(row.toCsv()));
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

  private static List<String> unsealed(List<String> rows, long sealed) {
    return rows.stream().filter(row -> !isDay(row) && end(row) > sealed).toList();
  }

  private static List<String> sealed(List<String> rows, long sealed) {
    return rows.stream().filter(row -> isDay(row) || end(row) <= sealed).toList();
  }

  private static boolean isDay(String row) {
    return row.split(",")[GRANULARITY].equals("1d");
  }

  /** When a row's bucket ends, ms since the epoch. */
  private static long end(String row) {
    String[] columns = row.split(",");
    return Long.parseLong(columns[TIMESTAMP])
        + (columns[GRANULARITY].equals("1h") ? Granularity.HOUR : Granularity.MINUTE).millis();
  }
}
