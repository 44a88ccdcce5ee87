package org.variometer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.batch.seal.ZooKeeperTakeover;
import org.variometer.beacon.RejectReason;
import org.variometer.config.VariometerConfig;
import org.variometer.control.Acknowledgement;
import org.variometer.control.ControlClient;
import org.variometer.control.Lease;
import org.variometer.control.Role;
import org.variometer.control.Seal;
import org.variometer.files.PublishedFile;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosReader;
import org.variometer.kairos.KairosWriter;
import org.variometer.kairos.Ticker;
import org.variometer.local.BeaconFile;
import org.variometer.metric.MetricKey;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.PipelineSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.services.ServiceOptions;
import org.variometer.services.ZooKeeperService;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifests;

/** What a slot seals becomes the batch's, and nothing else does (spec §5). */
class SealTest {
  private static final Duration LENGTH = Duration.ofHours(1);
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final long TEN = Instant.parse("2024-11-20T10:00:00Z").toEpochMilli();
  private static final MetricKey SHOP = MetricKey.all("shop");
  private static final MetricKey LATE = MetricKey.all("late");
  private static final MetricKey GHOST = MetricKey.all("ghost");

  /** By this clock, all that was sent before is over as soon as somebody looks again. */
  private static final Ticker HOURS_PASS =
      new Ticker() {
        private final AtomicLong hours = new AtomicLong();

        @Override
        public long nanos() {
          return Duration.ofHours(hours.incrementAndGet()).toNanos();
        }

        @Override
        public void sleep(long nanos) {}
      };

  @TempDir private static Path folder;
  private static BatchWorld world;
  private static ZooKeeperService zooKeeper;
  private static Config config;
  private static final List<String> NOTES = new ArrayList<>();

  /** Does something when the batch says that it waits. */
  private static Runnable whenWaiting = () -> {};

  @BeforeAll
  static void start() throws Exception {
    world = new BatchWorld(folder);
    zooKeeper = new ZooKeeperService(ServiceOptions.in(folder.resolve("zk")).withBriefLife());
    zooKeeper.start();
    config = config("controlled");
  }

  @AfterAll
  static void stop() {
    zooKeeper.close();
    world.close();
  }

  private static Config config(String name) {
    return world.config(
        Optional.empty(),
        Map.of(
            "variometer.batch.directory",
            folder.resolve(name).toString(),
            "variometer.batch.slot-length",
            "1h",
            "variometer.batch.hand-over-patience",
            "1s",
            "variometer.zookeeper.connect",
            zooKeeper.address(),
            "variometer.zookeeper.root",
            "/" + name));
  }

  private static void note(String note) {
    NOTES.add(note);
    if (note.contains("waiting for")) {
      whenWaiting.run();
    }
  }

  private static Slot slot(String end) {
    return new Slot(Instant.parse("2024-11-20T" + end + ":00Z"), LENGTH);
  }

  @Test
  void whatTheBatchLacksBecomesZeroWhereItSeals() throws Exception {
    Config alone = config("alone");
    try (BatchApp app = BatchApp.start(alone, world.alone(), note -> {})) {
      // Seals through ten o'clock; then what the stream has written until half past eleven.
      List<String> lines =
          List.of(
              pageView("a", TEN + 5 * MINUTE),
              pageView("b", TEN + MINUTE * 6),
              pageView("b", TEN + MINUTE * 6),
              pageView("c", TEN).replace("{", "{\"bot\":true,"));
      app.run(slot("11:00"), List.of(world.file(lines)), b -> {});
      write(
          alone,
          point("page_views", SHOP, Resolution.MINUTE, TEN + 5 * MINUTE, 3),
          point("page_views", SHOP, Resolution.MINUTE, TEN + 6 * MINUTE, 1),
          point("visits", SHOP, Resolution.MINUTE, TEN + 5 * MINUTE, 1),
          // Ghosts in what is to be sealed: a minute, an hour.
          point("page_views", SHOP, Resolution.MINUTE, TEN + 59 * MINUTE, 2),
          point("page_views", GHOST, Resolution.HOUR, TEN, 7),
          point("unique_visitors", GHOST, Resolution.HOUR, TEN, 7),
          point("errors", GHOST, Resolution.MINUTE, TEN + 30 * MINUTE, 2),
          // Unsealed: the next minute, hour, day.
          point("page_views", GHOST, Resolution.MINUTE, TEN + HOUR, 7),
          point("page_views", GHOST, Resolution.HOUR, TEN + HOUR, 7),
          point("unique_visitors", GHOST, Resolution.DAY, TEN - 10 * HOUR, 7),
          // Not the batch's at all.
          point("unique_visitors.rolling_1h", GHOST, Resolution.ROLLING, TEN + 30 * MINUTE, 7),
          point("undeclared", GHOST, Resolution.MINUTE, TEN + 30 * MINUTE, 7),
          // As if the slot's run had said no more than this before it died.
          new Point(
              new Cell(
                  new PipelineSeries(
                      "layer_disagreement", "local", "batch", Map.of("metric", "errors")),
                  slot("12:00").end().toEpochMilli()),
              0.25));
      app.run(slot("12:00"), List.of(world.file(List.of())), b -> {});
    }
    assertThat(world.exported(alone))
        .filteredOn(row -> row.contains(",ghost,"))
        .containsExactlyInAnyOrder(
            "page_views,ghost,__all__,__all__,all,1m," + (TEN + HOUR) + ",7",
            "page_views,ghost,__all__,__all__,all,1h," + (TEN + HOUR) + ",7",
            "unique_visitors,ghost,__all__,__all__,all,1d," + (TEN - 10 * HOUR) + ",7",
            "unique_visitors.rolling_1h,ghost,__all__,__all__,all,rolling,"
                + (TEN + 30 * MINUTE)
                + ",7",
            "undeclared,ghost,__all__,__all__,all,1m," + (TEN + 30 * MINUTE) + ",7");
    assertThat(world.exported(alone))
        .filteredOn(row -> row.startsWith("page_views,shop,__all__,"))
        .containsExactlyInAnyOrder(
            "page_views,shop,__all__,__all__,all,1h," + TEN + ",2",
            "page_views,shop,__all__,__all__,all,1m," + (TEN + 5 * MINUTE) + ",1",
            "page_views,shop,__all__,__all__,all,1m," + (TEN + 6 * MINUTE) + ",1");
    // Of page views: |3 − 1| + |1 − 1| + |2 − 0| over 3 + 1 + 2; of visits |1 − 1| + |0 − 1| over
    // 1 + 1; what was said before stays.
    SortedMap<String, Double> disagreement = disagreement(alone, slot("12:00"));
    assertThat(disagreement)
        .containsEntry("page_views", 4.0 / 6)
        .containsEntry("visits", 0.5)
        .containsEntry("errors", 0.25)
        .doesNotContainKeys("undeclared", "unique_visitors");
    theBatchSaysWhereAllRecordsWent(alone, slot("12:00"));
  }

  /** As when it is killed: the newest are gone, older ones come out of its queue once more. */
  @Test
  void whatTheDatabaseLostBehindASlotTheNextOneSetsRight() throws Exception {
    Config loaded = config("behind");
    List<String> notes = new ArrayList<>();
    List<String> first =
        List.of(pageView("a", TEN - 5 * MINUTE), pageView("late", "b", TEN - 30 * HOUR));
    List<String> second = List.of(pageView("late", "c", TEN - 30 * HOUR));
    try (BatchApp app = BatchApp.start(loaded, world.alone(), notes::add)) {
      app.run(slot("11:00"), List.of(world.file(first)), b -> {});
    }
    List<String> written = world.exported(loaded);
    assertThat(written).hasSizeGreaterThan(10);
    // Newer than what was sealed, and changed by the slot for being late.
    long late = TEN - 30 * HOUR;
    write(
        loaded,
        point("page_views", SHOP, Resolution.MINUTE, TEN - 5 * MINUTE, 0),
        point("visits", SHOP, Resolution.HOUR, TEN - HOUR, 9),
        point("page_views", LATE, Resolution.HOUR, late / HOUR * HOUR, 9),
        point("page_views", GHOST, Resolution.MINUTE, TEN - 7 * MINUTE, 7));
    assertThat(world.exported(loaded)).isNotEqualTo(written);
    try (BatchApp app = BatchApp.start(loaded, world.alone(), notes::add)) {
      app.run(slot("11:00"), List.of(world.file(first)), b -> {});
      assertThat(notes)
          .contains(
              "slot 2024-11-20T11:00Z: 4 points did not stand any more as they were written;"
                  + " written again");
      assertThat(world.exported(loaded)).isEqualTo(written);
      notes.clear();
      app.run(slot("12:00"), List.of(world.file(second)), b -> {});
      assertThat(notes).noneMatch(note -> note.contains("did not stand"));
      written = world.exported(loaded);
      // Sealed by the slot before, and changed by this one.
      write(loaded, point("page_views", LATE, Resolution.HOUR, late / HOUR * HOUR, 9));
      assertThat(world.exported(loaded)).isNotEqualTo(written);
      app.run(slot("12:00"), List.of(world.file(second)), b -> {});
      assertThat(world.exported(loaded)).isEqualTo(written);
    }
  }

  /** Up to the end of the slot, also where that one brought none. */
  private static void theBatchSaysWhereAllRecordsWent(Config loaded, Slot slot) throws Exception {
    Map<String, Double> expected = new TreeMap<>();
    expected.put("accounting.read", 4.0);
    expected.put("accounting.accepted", 3.0);
    expected.put("accounting.used", 2.0);
    expected.put("accounting.duplicate", 1.0);
    expected.put("accounting.quarantined", 0.0);
    expected.put("accounting.ignored_performance", 0.0);
    expected.put("accounting.sessions", 2.0);
    expected.put("accounting.visits", 2.0);
    for (RejectReason reason : RejectReason.values()) {
      expected.put(
          "accounting.rejected {reason=" + reason.wireName() + "}",
          reason == RejectReason.BOT ? 1.0 : 0.0);
    }
    expected.put("sealed_through_seconds", slot.end().minusSeconds(3600).getEpochSecond() * 1.0);
    SortedMap<String, Double> said = new TreeMap<>();
    for (String name : expected.keySet()) {
      pipeline(loaded, name.replaceAll(" .*", ""), slot)
          .forEach(
              (series, value) -> {
                assertThat(series.region()).isEqualTo("local");
                assertThat(series.layer()).isEqualTo("batch");
                String tag = series.more().isEmpty() ? "" : " " + series.more();
                said.put(series.measure() + tag, value);
              });
    }
    assertThat(said).isEqualTo(expected);
  }

  @Test
  void whereTheLogsBeginningIsGoneWhatTheStreamWroteBeforeStays() throws Exception {
    Config late = config("late");
    long midnight = TEN + 14 * HOUR;
    Slot first = new Slot(Instant.ofEpochMilli(midnight + 2 * HOUR), LENGTH);
    write(
        late,
        point("page_views", LATE, Resolution.MINUTE, TEN - 48 * HOUR, 7),
        point("page_views", LATE, Resolution.MINUTE, TEN + 5 * MINUTE, 9),
        point("page_views", LATE, Resolution.MINUTE, midnight - MINUTE, 7),
        point("page_views", LATE, Resolution.MINUTE, midnight, 7));
    MortalTakeover takeover = new MortalTakeover();
    try (BatchApp app = BatchApp.start(late, takeover, note -> {})) {
      List<BeaconFile> files =
          List.of(world.file(List.of(pageView("late", "a", TEN + 5 * MINUTE))));
      takeover.dieAt("confirm", 2);
      assertThatThrownBy(() -> app.run(first, files, b -> {})).hasMessageContaining("confirm");
      // It has landed; now as if out of a log whose first record is of ten o'clock.
      Path landed = folder.resolve("late/landing").resolve(first.folder()).resolve("landed.json");
      PublishedFile published =
          new PublishedFile(
              FileSystem.getLocal(new Configuration()),
              new org.apache.hadoop.fs.Path(landed.toString()));
      String text = new String(published.read().orElseThrow(), UTF_8);
      published.remove();
      published.publish(text.replace("\"begin\" : 0", "\"begin\" : " + TEN).getBytes(UTF_8));
      app.run(first);
      assertThat(BatchWorld.manifest(late, first).sealing().begin()).isEqualTo(midnight);
    }
    assertThat(world.exported(late))
        .filteredOn(row -> row.startsWith("page_views,late,"))
        .containsExactlyInAnyOrder(
            "page_views,late,__all__,__all__,all,1m," + (TEN - 48 * HOUR) + ",7",
            "page_views,late,__all__,__all__,all,1m," + (TEN + 5 * MINUTE) + ",9",
            "page_views,late,__all__,__all__,all,1m," + (midnight - MINUTE) + ",7");
  }

  @Test
  void theSealIsHandedOverByTheStream() throws Exception {
    try (BatchApp app = BatchApp.start(config, SealTest::note);
        ControlClient streams = ControlClient.connect(VariometerConfig.from(config).zooKeeper())) {
      Seal seal = new Seal(streams);

      // Where there is no stream, at once.
      app.run(slot("11:00"), List.of(world.file(List.of(pageView("c", TEN)))), b -> {});
      assertThat(seal.through()).contains(Instant.ofEpochMilli(TEN));
      assertThat(NOTES).noneMatch(note -> note.contains("waiting"));

      // A stream that acknowledges late.
      Lease lease = Lease.claim(streams, Role.STREAM, "local", Duration.ofSeconds(30));
      Acknowledgement acknowledgement = new Acknowledgement(streams, "local", "stream", "beacons");
      acknowledgement.prepare();
      List<Optional<Instant>> before = new ArrayList<>();
      whenWaiting =
          () -> {
            try {
              before.add(seal.announced());
              before.add(seal.through());
              streams
                  .curator()
                  .transaction()
                  .forOperations(
                      lease.check(), acknowledgement.set(Instant.ofEpochMilli(TEN + HOUR)));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          };
      app.run(slot("12:00"), List.of(world.file(List.of())), b -> {});
      assertThat(before)
          .containsExactly(
              Optional.of(Instant.ofEpochMilli(TEN + HOUR)),
              Optional.of(Instant.ofEpochMilli(TEN)));
      assertThat(seal.through()).contains(Instant.ofEpochMilli(TEN + HOUR));
      assertThat(world.exported(config)).anyMatch(row -> row.startsWith("page_views,shop,"));

      // One that does not: the slot fails, and can be run again.
      whenWaiting = () -> {};
      assertThatThrownBy(() -> app.run(slot("13:00"), List.of(world.file(List.of())), b -> {}))
          .isInstanceOf(BatchException.class)
          .hasMessageContainingAll(
              "after 1 s still waiting", "2024-11-20T12:00:00Z", "then run the slot again");
      assertThat(seal.through()).contains(Instant.ofEpochMilli(TEN + HOUR));

      // Nor is everything sealed while it lives.
      assertThatThrownBy(() -> app.finish(slot("14:00"), List.of(world.file(List.of())), b -> {}))
          .isInstanceOf(BatchException.class)
          .hasMessageContainingAll("a stream of region local writes", "stop it");
      lease.close();
      app.run(slot("13:00"), List.of(world.file(List.of())), b -> {});
      assertThat(seal.through()).contains(Instant.ofEpochMilli(TEN + 2 * HOUR));
      app.finish(slot("14:00"), List.of(world.file(List.of())), b -> {});
      assertThat(seal.through()).contains(Instant.ofEpochMilli(KairosReader.END));
    }
  }

  @Test
  void anotherBatchIsRefusedWhileOneLives() throws Exception {
    Config shared = config("shared");
    VariometerConfig settings = VariometerConfig.from(shared);
    try (ZooKeeperTakeover first = ZooKeeperTakeover.claim(settings, note -> {})) {
      first.confirm();
      assertThatThrownBy(() -> BatchApp.start(shared, note -> {}).close())
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("a batch runs already");
      first.confirm();
      first.release();
    }
    ZooKeeperTakeover.claim(settings, note -> {}).close();
  }

  @Test
  void aBatchThatLosesItsLeaseInTheMiddleStopsAndTheNextEndsWell() throws Exception {
    Config lost = config("lost");
    Slot slot = slot("12:00");
    List<String> lines = List.of(pageView("lost", "a", TEN), pageView("lost", "b", TEN + HOUR));
    List<BeaconFile> files = List.of(world.file(lines));
    Manifests manifests =
        new Manifests(folder.resolve("lost").toString(), LENGTH, new Configuration());
    try (ControlClient others = ControlClient.connect(VariometerConfig.from(lost).zooKeeper())) {
      Seal seal = new Seal(others);

      // With nothing but its records.
      assertThatThrownBy(() -> runLosingAt(" records have landed", lost, others, slot, files))
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("another batch has taken over");
      assertThat(manifests.newest()).isEmpty();
      assertThat(seal.announced()).isEmpty();

      // The next of them is published before it loses it, too.
      assertThatThrownBy(() -> runLosingAt(": is published: ", lost, others, slot, files))
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("another batch has taken over");
      assertThat(manifests.newest()).contains(slot);
      assertThat(seal.announced()).isEmpty();
      assertThat(world.exported(lost)).noneMatch(row -> row.contains(",lost,"));

      try (BatchApp app = BatchApp.start(lost, note -> {})) {
        app.run(slot, files, b -> {});
        app.finish(slot.next(), List.of(world.file(List.of())), b -> {});
      }
      assertThat(world.exported(lost))
          .filteredOn(row -> row.contains(",lost,"))
          .containsExactlyElementsOf(world.computed(lost, lines));
    }
  }

  /** Runs a slot; when a line with this comes, the session is over and another is the batch. */
  private static void runLosingAt(
      String line, Config lost, ControlClient others, Slot slot, List<BeaconFile> files)
      throws Exception {
    List<Lease> taken = new ArrayList<>();
    Consumer<String> notes =
        note -> {
          if (note.contains(line)) {
            try {
              others.curator().delete().forPath(others.paths().batch() + "-holder");
              taken.add(
                  Lease.claim(others, Role.BATCH, "local", Duration.ofSeconds(30), HOURS_PASS));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        };
    try (BatchApp app = BatchApp.start(lost, notes)) {
      app.run(slot, files, b -> {});
    } finally {
      assertThat(taken).hasSize(1);
      taken.get(0).close();
    }
  }

  @Test
  void sealedThroughNeverGoesBack() throws Exception {
    Config own = config("never-back");
    VariometerConfig settings = VariometerConfig.from(own);
    try (ZooKeeperTakeover takeover = ZooKeeperTakeover.claim(settings, note -> {});
        ControlClient client = ControlClient.connect(settings.zooKeeper())) {
      takeover.take(Instant.ofEpochMilli(TEN));
      takeover.sealed(Instant.ofEpochMilli(TEN));
      takeover.take(Instant.ofEpochMilli(TEN - HOUR));
      takeover.sealed(Instant.ofEpochMilli(TEN - HOUR));
      assertThat(new Seal(client).announced()).contains(Instant.ofEpochMilli(TEN));
      assertThat(new Seal(client).through()).contains(Instant.ofEpochMilli(TEN));
    }
  }

  private static String pageView(String id, long timestamp) {
    return pageView("shop", id, timestamp);
  }

  private static String pageView(String site, String id, long timestamp) {
    return ("{\"beaconId\":\"%s\",\"sessionId\":\"%s\",\"visitorId\":\"v\",\"timestamp\":%d,"
            + "\"type\":\"pageView\",\"site\":\"%s\"}")
        .formatted(id, id, timestamp, site);
  }

  private static Point point(
      String metric, MetricKey key, Resolution resolution, long start, double value) {
    return new Point(new Cell(new MetricSeries(metric, key, resolution), start), value);
  }

  /** Writes as a stream would. */
  private static void write(Config loaded, Point... points) throws Exception {
    try (KairosWriter writer =
        new KairosWriter(VariometerConfig.from(loaded).kairos(), "local", "stream", Fence.OPEN)) {
      writer.writeBatch(List.of(points), TEN);
      writer.finish();
    }
  }

  /** By metric, as the slot's run has published it. */
  private static SortedMap<String, Double> disagreement(Config loaded, Slot slot) throws Exception {
    SortedMap<String, Double> byMetric = new TreeMap<>();
    pipeline(loaded, "layer_disagreement", slot)
        .forEach((series, value) -> byMetric.put(series.more().get("metric"), value));
    return byMetric;
  }

  /** What the slot's run has said in series of this name. */
  private static Map<PipelineSeries, Double> pipeline(Config loaded, String measure, Slot slot)
      throws Exception {
    Map<PipelineSeries, Double> said = new HashMap<>();
    try (KairosReader reader = new KairosReader(VariometerConfig.from(loaded).kairos())) {
      reader.read(
          "pipeline." + measure,
          Optional.empty(),
          KairosReader.BEGIN,
          KairosReader.END,
          stretch -> {
            for (int i = 0; i < stretch.timestamps().length; i++) {
              if (stretch.timestamps()[i] == slot.end().toEpochMilli()) {
                said.put((PipelineSeries) stretch.series(), stretch.values()[i]);
              }
            }
          });
    }
    return said;
  }
}
