package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.local.BeaconFile;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.TableFolders;

/** Slots can be gone back to and run again (spec §5). */
class RebuildTest {
  private static final Map<String, String> SLOTS =
      Map.of(
          "variometer.batch.slot-length",
          "3h",
          "variometer.session.max-beacons",
          Integer.toString(Traffic.MAX_BEACONS));

  private static final List<String> TABLES = List.of("total_rows", "session_rows");

  @TempDir private Path folder;

  @Test
  void slotsRunAgainByOtherRulesReplaceAllThatTheyWroteBefore() throws Exception {
    List<Line> traffic = Traffic.of(2, 1_500, Duration.ofHours(5));
    List<String> all = traffic.stream().map(Line::text).toList();
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(traffic, Duration.ofHours(3));
    List<Slot> order = new ArrayList<>(slots.keySet());
    try (BatchWorld world = new BatchWorld(folder)) {
      Config before = world.config(Optional.empty(), SLOTS);
      try (BatchApp app = BatchApp.start(before, world.alone(), note -> {})) {
        for (Slot slot : order) {
          app.run(slot, List.of(world.file(slots.get(slot))), bytes -> {});
        }
        // By the rules that are recorded nothing changes.
        List<String> first = world.exported(before);
        app.rebuild(order.get(2), order.get(order.size() - 1), false, RebuildTest::always);
        assertThat(world.exported(before)).isEqualTo(first).isNotEmpty();
        Slot newest = order.get(order.size() - 1);
        assertThatThrownBy(() -> app.finish(order.get(1), List.of(), bytes -> {}))
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("slot " + newest + " is or was published");
        assertThatThrownBy(
                () -> app.rebuild(order.get(0).previous(), newest, false, RebuildTest::always))
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("is not the first that landed");
        assertThat(app.newest()).as("nothing was gone back on").contains(newest);
      }
      Config after =
          world.config(
              Optional.of(BatchWorld.caseFile("26-custom-metrics", "variometer.conf")),
              Map.of(
                  "variometer.batch.slot-length", "3h",
                  "variometer.session.max-beacons", "20",
                  "variometer.site.mapping.\"app\"", "shop.example"));
      try (BatchApp app = BatchApp.start(after, world.alone(), note -> {})) {
        Slot added = order.get(order.size() - 1).next();
        List<String> lines = List.of(addToCart(added.begin().toEpochMilli()));
        app.run(added, List.of(world.file(lines)), bytes -> {});
        assertThat(ofAdds(world.exported(after)))
            .as("a metric that is new has no past")
            .containsExactlyElementsOf(ofAdds(world.computed(after, lines)))
            .hasSize(2);
        app.rebuild(order.get(0), added, true, RebuildTest::always);
        app.finish(added.next(), List.of(), bytes -> {});
        List<String> whole = Stream.concat(all.stream(), lines.stream()).toList();
        assertThat(world.exported(after)).containsExactlyElementsOf(world.computed(after, whole));
        assertThat(ofAdds(world.exported(after)))
            .as("a backfill gives it one")
            .hasSizeGreaterThan(2);
      }
    }
  }

  private static String addToCart(long timestamp) {
    return ("{\"beaconId\":\"b\",\"sessionId\":\"new\",\"visitorId\":\"v\",\"timestamp\":%d,"
            + "\"type\":\"event\",\"event\":{\"name\":\"add_to_cart\"}}")
        .formatted(timestamp);
  }

  private static List<String> ofAdds(List<String> rows) {
    return rows.stream().filter(row -> row.startsWith("adds,")).toList();
  }

  private static boolean always() {
    return true;
  }

  @Test
  void tablesThatWereEmptiedCanBeRead() throws Exception {
    try (BatchWorld world = new BatchWorld(folder)) {
      Config config = world.config(Optional.empty(), SLOTS);
      BatchApp.start(config, world.alone(), note -> {}).close();
      Path tables = folder.resolve("batch/tables");
      Files.createDirectories(tables.resolve("session_rows/hourly_partitioner=2026-11-20-10"));
      new TableFolders(folder.resolve("batch").toString(), new Configuration()).removeAll();
      assertThat(tables.resolve("session_rows")).isEmptyDirectory();
      Files.delete(tables.resolve("session_state_rows"));
      try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
        assertThat(app.newest()).isEmpty();
        assertThat(SparkSession.active().table("variometer.session_state").count()).isZero();
      }
    }
  }

  @Test
  void whatIsNoLongerKeptCanNotBeGoneBackTo() throws Exception {
    List<Line> traffic = Traffic.of(3, 500, Duration.ofHours(5));
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(traffic, Duration.ofHours(2));
    List<Slot> order = new ArrayList<>(slots.keySet());
    try (BatchWorld world = new BatchWorld(folder)) {
      Config config =
          world.config(
              Optional.empty(),
              Map.of("variometer.batch.slot-length", "2h", "variometer.batch.keep", "4h"));
      try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
        for (Slot slot : order.subList(0, order.size() - 1)) {
          app.run(slot, List.of(world.file(slots.get(slot))), bytes -> {});
        }
        Slot newest = order.get(order.size() - 1);
        Old old = new Old(newest.end().minus(Duration.ofDays(400)).minus(Duration.ofHours(4)));
        app.run(newest, List.of(world.file(slots.get(newest))), bytes -> {});
        old.assertOnlyTheRetainedStays();
        assertThatThrownBy(
                () -> app.rebuild(order.get(1), order.get(2), false, RebuildTest::always))
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("can't go back to slot " + order.get(1));
        List<String> written = world.exported(config);
        app.rebuild(
            order.get(order.size() - 2), order.get(order.size() - 1), false, RebuildTest::always);
        assertThat(world.exported(config)).isEqualTo(written).isNotEmpty();
      }
      LoneTakeover sealed =
          new LoneTakeover() {
            @Override
            public Optional<Instant> sealedThrough() {
              return Optional.of(order.get(0).begin());
            }
          };
      try (BatchApp app = BatchApp.start(config, sealed, note -> {})) {
        // The first of all can be, though nobody knows any more what it was run by.
        app.rebuild(order.get(0), order.get(1), false, RebuildTest::always);
        assertThat(app.newest()).contains(order.get(1));
        assertThat(app.newestEver()).contains(order.get(order.size() - 1));
        app.catchUp(order.get(order.size() - 1), RebuildTest::always);
        assertThat(app.newestEver()).isEqualTo(app.newest());
        assertThat(world.exported(config)).isNotEmpty();
      }
    }
  }

  /** Partitions of long ago: the last that are retained no longer, and the first that are. */
  private final class Old {
    private final List<String> gone;
    private final List<String> kept;

    Old(Instant oldest) throws Exception {
      LocalDate day = LocalDate.ofInstant(oldest, ZoneOffset.UTC);
      LocalDate before = day.minusDays(1);
      gone =
          List.of("total_rows/day=" + before, "session_rows/hourly_partitioner=" + before + "-23");
      kept = List.of("total_rows/day=" + day, "session_rows/hourly_partitioner=" + day + "-00");
      for (List<String> partitions : List.of(gone, kept)) {
        for (String partition : partitions) {
          Path in = Files.createDirectories(folder.resolve("batch/tables").resolve(partition));
          Files.writeString(in.resolve("rows.orc"), "rows");
        }
      }
      for (String table : TABLES) {
        SparkSession.active().sql("MSCK REPAIR TABLE variometer." + table);
      }
      assertThat(known()).containsAll(gone).containsAll(kept);
    }

    void assertOnlyTheRetainedStays() {
      assertThat(known()).doesNotContainAnyElementsOf(gone).containsAll(kept);
      Path tables = folder.resolve("batch/tables");
      assertThat(gone).noneMatch(partition -> Files.exists(tables.resolve(partition)));
      assertThat(kept).allMatch(partition -> Files.exists(tables.resolve(partition + "/rows.orc")));
    }

    /** To Hive. */
    private List<String> known() {
      return TABLES.stream()
          .flatMap(
              table ->
                  SparkSession.active()
                      .sql("SHOW PARTITIONS variometer." + table)
                      .collectAsList()
                      .stream()
                      .map(row -> table + "/" + row.getString(0)))
          .toList();
    }
  }

  @Test
  @Tag("campaign")
  void slotsThatWereGoneBackOnAreRunByTheRulesThatWereChosenAlsoAfterAStop() throws Exception {
    List<Line> traffic = Traffic.of(6, 600, Duration.ofHours(1));
    List<String> all = traffic.stream().map(Line::text).toList();
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(traffic, Duration.ofHours(3));
    List<Slot> order = new ArrayList<>(slots.keySet());
    Slot last = order.get(order.size() - 1);
    try (BatchWorld world = new BatchWorld(folder)) {
      Config few = world.config(Optional.empty(), SLOTS);
      Config more =
          world.config(
              Optional.empty(),
              Map.of(
                  "variometer.batch.slot-length", "3h",
                  "variometer.session.max-beacons", "20"));
      try (BatchApp app = BatchApp.start(few, world.alone(), note -> {})) {
        for (Slot slot : order) {
          app.run(slot, List.of(world.file(slots.get(slot))), bytes -> {});
        }
      }
      try (BatchApp app = BatchApp.start(more, world.alone(), note -> {})) {
        // Each by its own rules, the stop in between notwithstanding.
        app.rebuild(order.get(0), last, false, () -> false);
        assertThat(app.newest()).isEmpty();
        assertThat(app.newestEver()).as("what the same command is to come to").contains(last);
        app.rebuild(order.get(0), order.get(0), false, RebuildTest::always);
        app.catchUp(last, RebuildTest::always);
        assertThat(BatchWorld.manifest(more, last).sum())
            .isEqualTo(world.report(few, all).accounting());
        app.rebuild(order.get(0), order.get(0), true, RebuildTest::always);
      }
      List<String> sessions;
      try (BatchApp app = BatchApp.start(few, world.alone(), note -> {})) {
        app.catchUp(last, RebuildTest::always);
        assertThat(BatchWorld.manifest(few, last).sum())
            .isNotEqualTo(world.report(few, all).accounting())
            .isEqualTo(world.report(more, all).accounting());
        sessions = sessions();
      }
      assertThat(sessions).isNotEmpty();
      List<String> exported = world.exported(more);
      removeAllButWhatLanded();
      try (BatchApp app = BatchApp.start(withNewMetastore(more), world.alone(), note -> {})) {
        assertThat(app.newestEver()).isEmpty();
        assertThat(sessions()).isEmpty();
        app.catchUp(last, RebuildTest::always);
        assertThat(BatchWorld.manifest(more, last).sum())
            .as("everything can be computed again from what landed")
            .isEqualTo(world.report(more, all).accounting());
        assertThat(sessions()).isEqualTo(sessions);
        assertThat(world.exported(more)).isEqualTo(exported).isNotEmpty();
      }
    }
  }

  /** All of the view but the ids of runs. */
  private static List<String> sessions() {
    return SparkSession.active()
        .sql("SELECT * FROM variometer.sessions ORDER BY site, session_id, first_arrival")
        .drop("run")
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  private void removeAllButWhatLanded() throws Exception {
    Path batch = folder.resolve("batch");
    List<Path> removed;
    try (Stream<Path> paths = Files.walk(batch)) {
      removed =
          paths
              .filter(path -> !path.startsWith(batch.resolve("landing")) && !path.equals(batch))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : removed) {
      Files.delete(path);
    }
    assertThat(batch).isDirectoryContaining(path -> path.endsWith("landing"));
  }

  /** The one whose files were removed is still open in this process. */
  private Config withNewMetastore(Config config) {
    return config.withValue(
        "variometer.batch.spark",
        ConfigValueFactory.fromMap(
            Map.of(
                "spark.hadoop.javax.jdo.option.ConnectionURL",
                "jdbc:derby:;databaseName=" + folder.resolve("metastore") + ";create=true")));
  }

  @Test
  void theSameCommandGoesOnWithWhatHasLandedAndClosesWhatIsPublished() throws Exception {
    List<Line> traffic = Traffic.of(5, 300, Duration.ofHours(1));
    List<String> all = traffic.stream().map(Line::text).toList();
    Slot slot = BatchWorld.slots(traffic, Duration.ofHours(12)).lastKey();
    MortalTakeover takeover = new MortalTakeover();
    try (BatchWorld world = new BatchWorld(folder)) {
      Config config =
          world.config(
              Optional.empty(),
              Map.of(
                  "variometer.batch.slot-length",
                  "12h",
                  "variometer.session.max-beacons",
                  Integer.toString(Traffic.MAX_BEACONS)));
      List<BeaconFile> files = List.of(world.file(all));
      try (BatchApp app = BatchApp.start(config, takeover, note -> {})) {
        takeover.dieAt("confirm", MortalTakeover.LAST_CONFIRMATION);
        assertThatThrownBy(() -> app.run(slot, files, bytes -> {}))
            .hasMessageContaining("a fault of the test's");
        List<BeaconFile> others = List.of(world.file(all.subList(1, all.size())));
        assertThatThrownBy(() -> app.run(slot, others, bytes -> {}))
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("has landed already");
        assertThatThrownBy(() -> app.run(slot.next(), List.of(), bytes -> {}))
            .as("what has landed would be in no slot")
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("slot " + slot + " has landed, and is not published");
        assertThat(app.next(slot.next())).isEqualTo(slot);
        app.run(slot, files, bytes -> {});
        assertThat(app.newest()).contains(slot);
        assertThatThrownBy(() -> app.run(slot, others, bytes -> {}))
            .as("in no slot")
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("has landed already");
        assertThatThrownBy(() -> app.finish(slot, others, bytes -> {}))
            .isInstanceOf(BatchException.class)
            .hasMessageContaining("has landed already");
        assertThat(app.newest()).as("not gone back on").contains(slot);
        app.finish(slot, files, bytes -> {});
        assertThat(world.exported(config)).containsExactlyElementsOf(world.computed(config, all));
      }
    }
  }
}
