package org.variometer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.demo.LayersWorld.Sent;
import org.variometer.local.MetricsReport;
import org.variometer.local.View;
import org.variometer.metric.Granularity;
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
  private final List<MicroBatch> batches = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private LayersWorld world;

  @Test
  void itGoesOnFromTheNewestSlotThatIsThereWholeAndWhoseRecordsKafkaHas() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(PARTITIONS);
      world = world(services);
      Slot last = runSlots();
      long sealed = last.sealsThrough(SEAL_DELAY).toEpochMilli();
      MetricsReport expected = world.report(View.STREAM);
      List<String> unsealed = unsealed(LayersWorld.rows(expected), sealed);
      assertThat(unsealed(LayersWorld.rows(world.report(View.BATCH)), sealed))
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
    world.letStand("batch", sealed - MINUTE, sealed);
    List<String> sealedBefore = sealed(world.exported(), sealed);
    try (StreamRun stream = stream()) {
      assertThat(notes.get(1))
          .startsWith(
              "no snapshot to go on from: going on from slot "
                  + last
                  + " of the batch, which has all that arrived until ");
      awaitCaughtUp(stream);
      stream.stop();
    }
    assertThat(read()).isEqualTo(world.log().size() - manifest(last).sum().read()).isPositive();
    assertEndsRight(sealed, expected, unsealed, sealedBefore);
  }

  private void passesOverOneWhoseRowsAreDamaged(
      Slot last, long sealed, MetricsReport expected, List<String> unsealed) throws Exception {
    world.loseStateOfStream();
    world.letStand("batch", sealed);
    List<String> sealedBefore = sealed(world.exported(), sealed);
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
    assertThat(read()).isEqualTo(world.log().size() - manifest(last.previous()).sum().read());
    assertEndsRight(sealed, expected, unsealed, sealedBefore);
  }

  private void passesOverOnesWhoseRecordsAreGone(Slot last) throws Exception {
    world.loseStateOfStream();
    Path manifest = folder.resolve("batch/data/manifests").resolve(last.folder() + ".jsonl");
    Files.writeString(manifest, "{\"kind\":\"run\"");
    Files.deleteIfExists(manifest.resolveSibling("." + manifest.getFileName() + ".crc"));
    Map<TopicPartition, RecordsToDelete> gone = new HashMap<>();
    manifest(last.previous())
        .until()
        .forEach(
            (partition, offset) ->
                gone.put(
                    new TopicPartition(world.config().kafka().beacons(), partition),
                    RecordsToDelete.beforeOffset(offset + 1)));
    try (Admin admin =
        Admin.create(new HashMap<String, Object>(world.config().kafka().clientProperties()))) {
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
    assertThat(unsealed(world.exported(), sealed)).isNotEmpty().containsExactlyElementsOf(unsealed);
    assertThat(sealed(world.exported(), sealed)).isNotEmpty().isEqualTo(sealedBefore);
    MicroBatch last = batches.get(batches.size() - 1);
    assertThat(last.sum().intake().rejected()).isEqualTo(expected.accounting().rejected());
    assertThat(last.sum().intake().read()).isEqualTo(expected.accounting().read());
    assertThat(last.sum().sessions().used()).isEqualTo(expected.accounting().counts().used());
    assertThat(last.sum().sessions().visits()).isEqualTo(expected.accounting().counts().visits());
  }

  /** Runs slots over the first part of the log, then the log goes on. */
  private Slot runSlots() throws Exception {
    Slot first = world.firstSlot();
    Slot last = first;
    for (int i = 1; i < SLOTS; i++) {
      last = last.next();
    }
    long end = last.end().toEpochMilli();
    Map<Boolean, List<Sent>> isLater =
        world.log().stream()
            .collect(Collectors.partitioningBy(sent -> sent.arrival() >= end + MINUTE));
    world.send(isLater.get(false));
    try (BatchProcess batch = world.batch()) {
      for (Slot slot = first; !slot.end().isAfter(last.end()); slot = slot.next()) {
        batch.run(slot);
        LayersWorld.awaitIdle(batch, Optional.empty());
      }
    }
    world.send(isLater.get(true));
    return last;
  }

  private StreamRun stream() throws StreamException {
    notes.clear();
    batches.clear();
    return new StreamApp(world.loaded(), false, notes::add, batches::add).start();
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

  private Manifest manifest(Slot slot) throws IOException {
    return new Manifests(
            world.config().batch().directory(),
            world.config().batch().slotLength(),
            new Configuration())
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

  private LayersWorld world(Services services) throws IOException {
    Map<String, String> keys = new TreeMap<>();
    keys.put("variometer.kairosdb.request-timeout", "3s");
    keys.put("variometer.stream.batch-interval", "2s");
    keys.put("variometer.stream.shards", "5");
    keys.put("variometer.batch.slot-length", SLOT.toMinutes() + "m");
    keys.put("variometer.batch.seal-delay", SEAL_DELAY.toMinutes() + "m");
    keys.put("variometer.generate.events", "4000");
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
    return new LayersWorld(folder, services, keys);
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
