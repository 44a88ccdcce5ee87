package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.VariometerConfig;
import org.variometer.kairos.KairosReader;
import org.variometer.local.BeaconFile;
import org.variometer.local.MetricsReport;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;

/**
 * A slot that dies at any step and is run again comes to the same (spec §5), and so does one whose
 * tasks are tried again.
 */
class SlotsThatDieTest {
  private static final Duration LENGTH = Duration.ofHours(1);
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Map<String, String> VIEWS =
      Map.of(
          "sessions",
          "site, session_id, first_arrival, hourly_partitioner, visits, page_views,"
              + " revenue_micros, slot",
          "totals",
          "day, site, experiment, variant, population, granularity, bucket, visits, page_views,"
              + " revenue_micros, unique_visitors, multiple_exposure_visitors, slot",
          "visitor_days",
          "day, site, visitor, experiment, variant, population, visits, page_views, slot",
          "rejected",
          "reason, payload_text, slot",
          "run_log",
          "slot, sealed_through, read, used, duplicate, rejected, sessions, visits");

  /**
   * Whose files tasks fail to create, once each; of sessions when there is one of states already.
   */
  private static final List<String> TRIED_AGAIN =
      List.of(
          "session_state_rows", "/session_rows", "visitor_day_rows", "total_rows", "rejected_rows");

  @TempDir private Path folder;
  private final MortalTakeover takeover = new MortalTakeover();

  /** Where a run dies, in the order of its steps. */
  enum Step {
    /** While the records land. */
    LANDING("create", "landed.json", 1, false),
    /** A task that writes its first file. */
    TASK("create", "session_state_rows", 1, true),
    /** The third file of totals. */
    TOTALS("create", "total_rows", 3, false),
    /** Some files are moved, others not. */
    MOVING("rename", "/tables/", 4, false),
    /** All files are moved. */
    CONFIRM("confirm", "", MortalTakeover.LAST_CONFIRMATION, false),
    /** As the manifest is published. */
    MANIFEST("create", "/manifests/", 1, true),
    /** It is published, nothing is written. */
    TAKE("take", "", 1, false),
    /** While points are written. */
    WRITE("write", "", 1, true),
    /** All are written, but not marked as sealed. */
    SEALED("sealed", "", 1, false),
    /** It is sealed, but not marked as written. */
    MARK("create", "/written/", 1, true);

    private final String operation;
    private final String path;
    private final int number;

    /** Whether a new batch goes on; else the same one does, to save time. */
    private final boolean anew;

    Step(String operation, String path, int number, boolean anew) {
      this.operation = operation;
      this.path = path;
      this.number = number;
      this.anew = anew;
    }
  }

  @Test
  void whereverItDiesOrATaskIsTriedAgainARunComesToTheSameResult() throws Exception {
    List<Line> traffic = Traffic.of(4, 400, Duration.ofHours(5));
    List<String> lines = traffic.stream().map(Line::text).toList();
    List<List<String>> parts = new ArrayList<>();
    int number = Step.values().length + 1;
    for (int part = 0; part < number; part++) {
      parts.add(lines.subList(part * lines.size() / number, (part + 1) * lines.size() / number));
    }
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(parts, traffic.get(0).arrival(), LENGTH);
    try (BatchWorld world = new BatchWorld(folder)) {
      Config config = config(world, "dying", "local[2]");
      Map<String, List<String>> views = die(world, config, slots);
      MetricsReport report = world.report(config, lines);
      assertThat(world.exported(config)).containsExactlyElementsOf(BatchWorld.rows(report));
      // There is no stream: of all that was sealed it had nothing, also where a slot wrote twice.
      assertThat(disagreements(config)).containsExactly(1.0);

      Config retried = config(world, "retried", "local[2,3]");
      assertThat(views).isEqualTo(tryAgain(world, retried, slots));
      for (Slot slot : slots.keySet()) {
        assertThat(shown(BatchWorld.manifest(config, slot)))
            .as(slot.name())
            .isEqualTo(shown(BatchWorld.manifest(retried, slot)));
      }
      assertThat(BatchWorld.manifest(retried, slots.lastKey()).sum())
          .isEqualTo(report.accounting());
      assertThat(world.exported(config)).containsExactlyElementsOf(BatchWorld.rows(report));
      assertThat(tableFiles("dying")).isEqualTo(named(config, slots.keySet()));
      assertThat(tableFiles("retried")).isEqualTo(named(retried, slots.keySet()));
    }
  }

  private Map<String, List<String>> tryAgain(
      BatchWorld world, Config config, SortedMap<Slot, List<String>> slots) throws Exception {
    Deque<String> failing = new ArrayDeque<>(TRIED_AGAIN);
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      for (Map.Entry<Slot, List<String>> slot : slots.headMap(slots.lastKey()).entrySet()) {
        // Not every slot has files of every table.
        if (FaultyFiles.hasFailed() && !failing.isEmpty()) {
          FaultyFiles.fail("create", failing.remove(), 1);
        }
        app.run(slot.getKey(), List.of(world.file(slot.getValue())), bytes -> {});
      }
      assertThat(FaultyFiles.hasFailed() && failing.isEmpty()).as("all have failed").isTrue();
      app.finish(slots.lastKey(), List.of(world.file(slots.get(slots.lastKey()))), bytes -> {});
      return views();
    }
  }

  private Map<String, List<String>> die(
      BatchWorld world, Config config, SortedMap<Slot, List<String>> slots) throws Exception {
    List<String> notes = new ArrayList<>();
    BatchApp app = BatchApp.start(config, takeover, notes::add);
    try {
      int number = 0;
      for (Map.Entry<Slot, List<String>> slot : slots.headMap(slots.lastKey()).entrySet()) {
        Step step = Step.values()[number++];
        arm(step);
        BatchApp dying = app;
        Map<String, List<String>> before = step == Step.MANIFEST ? views() : Map.of();
        Throwable death =
            catchThrowable(
                () -> dying.run(slot.getKey(), List.of(world.file(slot.getValue())), b -> {}));
        assertThat(death).as(step.name()).hasStackTraceContaining("a fault of the test's");
        assertThat(FaultyFiles.hasFailed() && takeover.hasDied()).as(step.name()).isTrue();
        awaitTasks();
        if (step == Step.MANIFEST) {
          // All files lie where readers look; nobody sees them.
          assertThat(views()).isEqualTo(before);
        }
        if (step.anew) {
          app.close();
          app = BatchApp.start(config, takeover, notes::add);
        }
        if (step == Step.LANDING) {
          app.run(slot.getKey(), List.of(world.file(slot.getValue())), b -> {});
        } else {
          app.run(slot.getKey());
        }
        assertThat(below("dying/attempts")).as("after " + step).isEmpty();
      }
      List<BeaconFile> last = List.of(world.file(slots.get(slots.lastKey())));
      app.finish(slots.lastKey(), last, b -> {});

      Set<String> files = below("dying");
      notes.clear();
      app.run(slots.lastKey());
      assertThat(notes).containsExactly("slot " + slots.lastKey() + ": is published already");
      app.finish(slots.lastKey(), last, b -> {});
      assertThat(below("dying")).as("after running a published slot again").isEqualTo(files);
      return views();
    } finally {
      app.close();
    }
  }

  /**
   * Waits until no task writes any more. Where a process dies its tasks die with it; here others of
   * the job that failed would go on, and write to a folder that the next run has removed.
   */
  private static void awaitTasks() throws InterruptedException {
    long start = System.nanoTime();
    while (Arrays.stream(SparkSession.active().sparkContext().statusTracker().getExecutorInfos())
        .anyMatch(executor -> executor.numRunningTasks() > 0)) {
      assertThat(System.nanoTime() - start).as("waiting for tasks, ns").isLessThan(PATIENCE_NANOS);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static Set<Double> disagreements(Config config) throws IOException {
    Set<Double> values = new TreeSet<>();
    try (KairosReader reader = new KairosReader(VariometerConfig.from(config).kairos())) {
      reader.read(
          "pipeline.layer_disagreement",
          Optional.empty(),
          KairosReader.BEGIN,
          KairosReader.END,
          stretch -> Arrays.stream(stretch.values()).forEach(values::add));
    }
    return values;
  }

  private void arm(Step step) {
    if (step.path.isEmpty()) {
      takeover.dieAt(step.operation, step.number);
    } else {
      FaultyFiles.fail(step.operation, step.path, step.number);
    }
  }

  private Config config(BatchWorld world, String name, String master) {
    return world.config(
        Optional.empty(),
        Map.of(
            "variometer.batch.master",
            master,
            "variometer.batch.directory",
            folder.resolve(name).toString(),
            "variometer.batch.slot-length",
            "1h",
            "variometer.session.max-beacons",
            Integer.toString(Traffic.MAX_BEACONS),
            FaultyFiles.IMPLEMENTATION,
            FaultyFiles.class.getName(),
            FaultyFiles.UNCACHED,
            "true"));
  }

  /** Every file but those of the tables' definitions. */
  private Set<String> below(String name) throws IOException {
    Path root = folder.resolve(name);
    if (!Files.exists(root)) {
      return Set.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(file -> !file.startsWith("metastore"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The files of the tables that are there, but for their checksums. */
  private Set<String> tableFiles(String name) throws IOException {
    return below(name).stream()
        .filter(file -> file.startsWith("tables/") && !file.endsWith(".crc"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files that manifests name. */
  private static Set<String> named(Config config, Set<Slot> slots) throws IOException {
    Set<String> named = new TreeSet<>();
    for (Slot slot : slots) {
      Manifest manifest = BatchWorld.manifest(config, slot);
      manifest.files().forEach(file -> named.add(file.path()));
      manifest.dropped().forEach(file -> named.add(file.path()));
    }
    return named;
  }

  private static Map<String, List<String>> views() {
    Map<String, List<String>> rows = new TreeMap<>();
    VIEWS.forEach(
        (view, columns) ->
            rows.put(
                view,
                SparkSession.active()
                    .sql("SELECT " + columns + " FROM variometer." + view)
                    .collectAsList()
                    .stream()
                    .map(row -> row.mkString(" | "))
                    .sorted()
                    .toList()));
    return rows;
  }

  /** All that does not differ from run to run. */
  private static List<String> shown(Manifest manifest) {
    List<String> shown = new ArrayList<>();
    for (TableFile file : manifest.files()) {
      shown.add(
          file.table()
              + " "
              + file.partition()
              + " "
              + file.bucket()
              + " "
              + file.level()
              + " "
              + file.rows());
    }
    shown.sort(null);
    shown.add(manifest.slot() + " " + manifest.sealing());
    shown.add(manifest.counts().toJson());
    shown.add(manifest.sum().toJson());
    return shown;
  }
}
