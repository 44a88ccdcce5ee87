package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.variometer.local.MetricsReport;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;

/**
 * However records are cut into slots, what is written in the end is what the library computes. Cut
 * by the clock they are elsewhere, on HDFS and S3.
 */
class SlotsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** Files are merged when eight have gathered, in the slot after. */
  private static final int SLOTS = 10;

  @TempDir private static Path folder;
  private static BatchWorld world;

  @BeforeAll
  static void start() throws Exception {
    world = new BatchWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /** How records come into slots. */
  enum Cut {
    /** In the order of arrival, cut anywhere. */
    ANYWHERE,
    /** Without any order. */
    SHUFFLED
  }

  static LongStream seeds() {
    return LongStream.of(ThreadLocalRandom.current().nextLong(1_000_000));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void slotsComeToWhatTheLibraryComputesOfAllRecordsInAnyOrder(long seed) throws Exception {
    compare(seed, "2h", Cut.SHUFFLED, Duration.ofHours(5));
  }

  @Test
  @Tag("campaign")
  void slotsComeToWhatTheLibraryComputesOfRecordsThatAreDaysLate() throws Exception {
    compare(2, "1h", Cut.ANYWHERE, Duration.ofHours(70));
  }

  private void compare(long seed, String length, Cut cut, Duration lateness) throws Exception {
    Config config =
        world.config(
            Optional.of(BatchWorld.caseFile("26-custom-metrics", "variometer.conf")),
            Map.of(
                "variometer.batch.directory",
                folder.resolve("batch-" + length).toString(),
                "variometer.batch.slot-length",
                length,
                "variometer.session.max-beacons",
                Integer.toString(Traffic.MAX_BEACONS)));
    Random random = new Random(seed);
    List<Line> traffic = twiced(Traffic.of(seed, 450, lateness), random);
    SortedMap<Slot, List<String>> slots =
        slots(traffic, cut, Duration.parse("PT" + length), random);
    slots.put(slots.lastKey().next(), List.of());
    List<String> all = slots.values().stream().flatMap(List::stream).toList();
    assertThat(all).as("none is lost by the test").hasSameSizeAs(traffic);
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      world.runAll(app, slots);
    }
    MetricsReport report = world.report(config, all);
    assertThat(world.exported(config)).containsExactlyElementsOf(BatchWorld.rows(report));
    Manifest last = BatchWorld.manifest(config, slots.lastKey());
    assertThat(last.sum()).isEqualTo(report.accounting());
    assertThat(last.files())
        .as("files that others were merged into")
        .anyMatch(file -> file.level() > 0);
  }

  /** With records that are in the log twice, up to two hours later. */
  private static List<Line> twiced(List<Line> lines, Random random) {
    List<Line> all = new ArrayList<>(lines);
    for (Line line : lines) {
      if (random.nextInt(20) == 0) {
        all.add(new Line(line.arrival() + random.nextLong(2 * HOUR), line.text()));
      }
    }
    all.sort(Comparator.comparingLong(Line::arrival));
    return all;
  }

  private static SortedMap<Slot, List<String>> slots(
      List<Line> lines, Cut cut, Duration length, Random random) {
    List<String> texts = new ArrayList<>(lines.stream().map(Line::text).toList());
    if (cut == Cut.SHUFFLED) {
      Collections.shuffle(texts, random);
    }
    // Each is large enough to leave files for every bucket, so that eight gather.
    int share = texts.size() / SLOTS;
    List<List<String>> parts = new ArrayList<>();
    int from = 0;
    for (int part = 1; part < SLOTS; part++) {
      int end = part * share + random.nextInt(share / 2);
      parts.add(texts.subList(from, end));
      from = end;
    }
    parts.add(texts.subList(from, texts.size()));
    // Records may be read long after they arrived, or by a clock that is far behind.
    long far = cut == Cut.SHUFFLED ? -40 * DAY : 300 * DAY;
    return BatchWorld.slots(parts, lines.get(0).arrival() + far, length);
  }

  @Test
  void whatArrivesBehindTheBatchsMemoryIsASessionOfItsOwnAndNothingIsLost() throws Exception {
    Config config =
        world.config(
            Optional.of(BatchWorld.caseFile("26-custom-metrics", "variometer.conf")),
            Map.of(
                "variometer.batch.directory",
                folder.resolve("batch-memory").toString(),
                "variometer.batch.slot-length",
                "24h",
                "variometer.batch.keep",
                "24h",
                "variometer.batch.buckets",
                "1"));
    long start = 1_763_661_600_000L;
    long memory = 72 * HOUR + 40 * HOUR / 60;
    List<Line> lines = new ArrayList<>();
    // As long as it is not cut, a session is remembered; then it is forgotten, and begins anew.
    for (long arrival : List.of(0L, memory, 2 * memory, 3 * memory + 1)) {
      lines.add(order("stays", start + arrival));
    }
    for (long arrival : List.of(0L, 9 * DAY, 10 * DAY)) {
      lines.add(order("comes again", start + arrival));
    }
    for (long day = 0; day <= 10; day++) {
      lines.add(order("comes daily", start + day * DAY));
    }
    lines.sort(Comparator.comparingLong(Line::arrival));
    SortedMap<Slot, List<String>> slots = BatchWorld.slots(lines, Duration.ofHours(24));
    // Of the first day nothing is listed any more, and all of it is there.
    Line oldNews = order("was left out", start + 1);
    lines.add(oldNews);
    slots.put(slots.lastKey().next(), List.of(oldNews.text()));
    try (BatchApp app = BatchApp.start(config, world.alone(), note -> {})) {
      world.runAll(app, slots);
    }
    MetricsReport report = world.report(config, lines.stream().map(Line::text).toList());
    assertThat(report.accounting().counts().sessions()).isEqualTo(6);
    assertThat(world.exported(config)).containsExactlyElementsOf(BatchWorld.rows(report));
    Manifest last = BatchWorld.manifest(config, slots.lastKey());
    assertThat(last.sum()).isEqualTo(report.accounting());
    assertThat(last.filesOf("session_state_rows").toList())
        .as("states that are not forgotten")
        .isNotEmpty()
        .noneMatch(file -> file.slotFolder().equals(slots.firstKey().folder()));
  }

  /** The session's one order, again and again. */
  private static Line order(String session, long arrival) throws Exception {
    Map<String, Object> beacon =
        Map.of(
            "beaconId",
            "b" + arrival,
            "sessionId",
            session,
            "visitorId",
            "v",
            "timestamp",
            arrival,
            "receivedAt",
            arrival,
            "type",
            "order",
            "order",
            Map.of("id", "o", "revenue", "20.00"));
    return new Line(arrival, JSON.writeValueAsString(beacon));
  }
}
