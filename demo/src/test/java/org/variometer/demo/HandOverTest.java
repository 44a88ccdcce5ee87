package org.variometer.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.beacon.BeaconDecoder;
import org.variometer.beacon.RejectReason;
import org.variometer.beacon.Rejection;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.control.ControlClient;
import org.variometer.demo.LayersWorld.Sent;
import org.variometer.kairos.KairosReader;
import org.variometer.local.View;
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
  private static final long MINUTE_MILLIS = 60_000;
  private static final Duration SLOT = Duration.ofHours(1);
  private static final int SLOTS = 6;

  /** The slots before it are run beside a stream that has lost nothing. */
  private static final int LOSES = 3;

  @TempDir private Path folder;
  private final AtomicReference<MicroBatch> last = new AtomicReference<>();

  @Test
  @Tag("campaign")
  void behindTheSealNothingIsLeftOfWhatTheStreamLostOrHadTooMuch() throws Exception {
    try (Services services = Services.in(folder.resolve("services"))) {
      services.start(PARTITIONS);
      LayersWorld world = world(services);
      List<Sent> log = world.log();
      Slot first = world.firstSlot();
      try (BatchProcess batch = world.batch()) {
        Slot slot = first;
        StreamRun stream = stream(world.loaded(), false);
        try {
          for (int part = 0; part < SLOTS; part++) {
            List<Sent> sent =
                log.subList(part * log.size() / SLOTS, (part + 1) * log.size() / SLOTS);
            if (part == LOSES) {
              stream.stop();
              world.send(sent);
              world.loseStateOfStream();
              loseWhatIsInTheLog(world, services);
              world.letStand("stream", sealedBySlot(slot).toEpochMilli() - MINUTE_MILLIS);
              stream = stream(withoutSlots(world), true);
            } else {
              world.send(sent);
            }
            // The stream reads and writes while the slot is run and takes buckets over.
            batch.run(slot);
            LayersWorld.awaitIdle(batch, Optional.of(stream));
            slot = slot.next();
          }
        } finally {
          stream.stop();
        }
        assertThat(last.get().sealing())
            .as("what the stream has acknowledged")
            .contains(sealedBySlot(slot.previous()));
        while (slot.end().toEpochMilli() <= log.get(log.size() - 1).arrival()) {
          batch.run(slot);
          LayersWorld.awaitIdle(batch, Optional.empty());
          slot = slot.next();
        }
        batch.finish(slot);
        LayersWorld.awaitIdle(batch, Optional.empty());
      }
      assertThat(world.exported())
          .containsExactlyElementsOf(LayersWorld.rows(world.report(View.BATCH)));
      assertThat(disagreement(world.config(), first.end(), "page_views")).isGreaterThan(0);
      theBatchKnowsOfEachRecordWhereItWasInTheLog(world.config(), services);
    }
  }

  private static void theBatchKnowsOfEachRecordWhereItWasInTheLog(
      VariometerConfig config, Services services) throws IOException {
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
    for (ConsumerRecord<byte[], byte[]> sent : services.kafka().records(Services.BEACONS)) {
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

  private static Instant sealedBySlot(Slot slot) {
    return slot.sealsThrough(Duration.ofMinutes(60));
  }

  private StreamRun stream(Config config, boolean allowDataLoss) throws Exception {
    return new StreamApp(config, allowDataLoss, note -> {}, last::set).start();
  }

  /** A stream that can't go on from what the batch has published, which would lose nothing. */
  private Config withoutSlots(LayersWorld world) {
    return world
        .loaded()
        .withValue(
            "variometer.batch.directory",
            ConfigValueFactory.fromAnyRef(folder.resolve("none").toString()));
  }

  private LayersWorld world(Services services) throws IOException {
    Map<String, String> keys = new HashMap<>();
    keys.put("variometer.stream.batch-interval", "1s");
    keys.put("variometer.stream.shards", "4");
    keys.put("variometer.stream.max-rate-per-partition", "150");
    keys.put("variometer.batch.slot-length", SLOT.toMinutes() + "m");
    keys.put("variometer.generate.events", Integer.toString(EVENTS));
    keys.put("variometer.generate.span", "5h");
    keys.put("variometer.generate.lateness.max", "1h");
    return new LayersWorld(folder, services, keys);
  }

  /** As if the micro-batch that has read all of it had been committed, and then lost. */
  private static void loseWhatIsInTheLog(LayersWorld world, Services services) throws Exception {
    VariometerConfig config = world.config();
    try (ControlClient client = ControlClient.connect(config.zooKeeper())) {
      for (Map.Entry<Integer, Long> end : services.kafka().ends(Services.BEACONS).entrySet()) {
        client
            .curator()
            .setData()
            .forPath(
                client
                    .paths()
                    .offset(
                        config.region(),
                        config.stream().consumer(),
                        config.kafka().beacons(),
                        end.getKey()),
                Long.toString(end.getValue()).getBytes(UTF_8));
      }
    }
  }

  /** The greatest that was said of a metric. */
  private static double disagreement(VariometerConfig config, Instant from, String metric)
      throws IOException {
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
