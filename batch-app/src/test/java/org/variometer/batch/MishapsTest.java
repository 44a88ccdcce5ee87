package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.Fence;
import org.variometer.kairos.KairosWriter;
import org.variometer.metric.MetricKey;
import org.variometer.series.Cell;
import org.variometer.series.MetricSeries;
import org.variometer.series.Point;
import org.variometer.series.Resolution;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.TableFile;

/** What people and machines do to a batch that works: nothing is lost by it, or counted twice. */
class MishapsTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final Slot FIRST =
      new Slot(Instant.parse("2024-11-20T10:00:00Z"), Duration.ofHours(1));
  private static final Slot SECOND = FIRST.next();
  private static final Slot THIRD = SECOND.next();

  @TempDir private static Path folder;
  private static BatchWorld world;

  @BeforeAll
  static void start() throws IOException {
    world = new BatchWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static Config config(String name, Map<String, String> more) {
    Map<String, String> options = new TreeMap<>(more);
    options.put("variometer.batch.directory", folder.resolve(name).toString());
    options.put("variometer.batch.slot-length", "1h");
    return world.config(Optional.empty(), options);
  }

  private static String pageView(String site, long timestamp) {
    return ("{\"beaconId\":\"b%1$d\",\"sessionId\":\"s%1$d\",\"visitorId\":\"v\",\"timestamp\":%1$d,"
            + "\"type\":\"pageView\",\"site\":\"%2$s\"}")
        .formatted(timestamp, site);
  }

  /** One page view. */
  private static void run(BatchApp app, Slot slot, String site) throws Exception {
    List<String> lines = List.of(pageView(site, slot.begin().toEpochMilli()), "no beacon");
    app.run(slot, List.of(world.file(lines)), bytes -> {});
  }

  private static Manifest manifest(Config config, Slot slot) throws IOException {
    return BatchWorld.manifest(config, slot);
  }

  private static Path published(String name, Slot slot) {
    return folder.resolve(name).resolve("manifests").resolve(slot.folder() + ".jsonl");
  }

  private static Path landed(String name, Slot slot) {
    return folder.resolve(name).resolve("landing").resolve(slot.folder()).resolve("landed.json");
  }

  private static void cutOff(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }

  /** The files that any run of a slot wrote. */
  private static List<String> filesOf(String name, Slot slot) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(name).resolve("tables"))) {
      return all.map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith(slot.folder()))
          .sorted()
          .toList();
    }
  }

  /** The files that a manifest's own run wrote. */
  private static List<String> written(Manifest manifest) {
    return manifest.files().stream()
        .map(TableFile::path)
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .filter(file -> file.startsWith(manifest.run()))
        .sorted()
        .toList();
  }

  @Test
  void aDamagedManifestLeavesNothingOfItsRunAndWhatCanNotBeRunAgainIsNotGoneBackOn()
      throws Exception {
    Config config = config("damaged", Map.of());
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      for (Slot slot : List.of(FIRST, SECOND, THIRD)) {
        run(app, slot, "damaged");
      }
      cutOff(published("damaged", SECOND));
      app.rebuild(SECOND, THIRD, false, () -> true);
      for (Slot slot : List.of(FIRST, SECOND, THIRD)) {
        Manifest manifest = manifest(config, slot);
        assertThat(filesOf("damaged", slot)).as(slot.name()).isEqualTo(written(manifest));
      }
      cutOff(published("damaged", THIRD));
      app.run(THIRD);
      Manifest newest = manifest(config, THIRD);
      assertThat(filesOf("damaged", THIRD)).isEqualTo(written(newest));
      assertThat(newest.sum().read()).isEqualTo(6);

      Path hole = landed("damaged", SECOND);
      byte[] whole = Files.readAllBytes(hole);
      cutOff(hole);
      assertThatThrownBy(() -> app.rebuild(FIRST, THIRD, true, () -> true))
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("slot " + SECOND + " has not landed");
      assertThat(app.newest()).as("nothing was gone back on").contains(THIRD);
      Files.write(hole, whole);
    }
  }

  @Test
  void whatOnePublishedThatLostItsLeaseIsTakenBack() throws Exception {
    Config config = config("stalled", Map.of());
    Manifests manifests =
        new Manifests(folder.resolve("stalled").toString(), FIRST.length(), new Configuration());
    List<Manifest> stalled = new ArrayList<>();
    LoneTakeover takeover =
        new LoneTakeover() {
          private int confirmations;

          @Override
          public void confirm() throws BatchException {
            if (++confirmations == MortalTakeover.LAST_CONFIRMATION && !stalled.isEmpty()) {
              try {
                manifests.publish(FIRST, stalled.get(0));
              } catch (IOException e) {
                throw new BatchException("it could not be published", e);
              }
            }
          }
        };
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      run(app, FIRST, "stalled");
    }
    // As if its process slept from before the publication until another ran the slot.
    stalled.add(manifest(config, FIRST));
    Files.delete(published("stalled", FIRST));
    List<String> notes = new ArrayList<>();
    try (BatchApp app = BatchApp.start(config, takeover, notes::add)) {
      // It landed already: one confirmation less.
      takeover.confirm();
      app.run(FIRST);
      assertThat(notes).anyMatch(note -> note.contains("published by one that lost its lease"));
      Manifest manifest = manifest(config, FIRST);
      assertThat(manifest.run()).isNotEqualTo(stalled.get(0).run());
      assertThat(filesOf("stalled", FIRST)).isEqualTo(written(manifest));
      run(app, SECOND, "stalled");
      assertThat(manifest(config, SECOND).sum().read()).isEqualTo(4);
    }
  }

  @Test
  void theNameOfAMetricKeepsItsMeaningAlsoWhereItWasNotDeclaredForAWhile() throws Exception {
    Config count = config("renamed", custom("count"));
    try (BatchApp app = BatchApp.start(count, world.alone(), note -> {})) {
      run(app, FIRST, "renamed");
    }
    try (BatchApp app = BatchApp.start(config("renamed", Map.of()), world.alone(), note -> {})) {
      run(app, SECOND, "renamed");
    }
    Config sum = config("renamed", custom("sum"));
    try (BatchApp app = BatchApp.start(sum, world.alone(), note -> {})) {
      assertThatThrownBy(() -> run(app, THIRD, "renamed"))
          .isInstanceOf(BatchException.class)
          .hasMessageContaining("shares is sum of share")
          .hasMessageContaining("have summed it up as count of share");
    }
    try (BatchApp app = BatchApp.start(count, world.alone(), note -> {})) {
      app.run(THIRD);
      assertThat(manifest(count, THIRD).sum().read()).isEqualTo(6);
    }
  }

  private static Map<String, String> custom(String measure) {
    return Map.of(
        "variometer.metrics.custom.0.name", "shares",
        "variometer.metrics.custom.0.event", "share",
        "variometer.metrics.custom.0.measure", measure);
  }

  @Test
  void whatIsOlderThanIsRetainedStaysAsTheStreamHasLeftIt() throws Exception {
    Config config = config("old", Map.of("variometer.batch.retain", "8d"));
    long kept = FIRST.end().minus(Duration.ofDays(8)).toEpochMilli() / DAY * DAY;
    List<Point> points = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (long start : new long[] {kept - MINUTE, kept}) {
      lines.add(pageView("old", start));
      // Two, of which the batch has one.
      Cell cell =
          new Cell(new MetricSeries("page_views", MetricKey.all("old"), Resolution.MINUTE), start);
      points.add(new Point(cell, 2));
    }
    try (KairosWriter writer =
        new KairosWriter(VariometerConfig.from(config).kairos(), "local", "stream", Fence.OPEN)) {
      writer.writeBatch(points, kept);
      writer.finish();
    }
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      app.run(FIRST, List.of(world.file(lines)), bytes -> {});
    }
    assertThat(world.exported(config))
        .filteredOn(row -> row.startsWith("page_views,old,") && row.contains(",1m,"))
        .containsExactly(
            "page_views,old,__all__,__all__,all,1m," + (kept - MINUTE) + ",2",
            "page_views,old,__all__,__all__,all,1m," + kept + ",1");
  }
}
