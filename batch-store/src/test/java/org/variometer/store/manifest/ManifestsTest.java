package org.variometer.store.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.files.DamagedException;
import org.variometer.files.PublishedFile;
import org.variometer.local.Accounting;
import org.variometer.session.SessionCounts;
import org.variometer.slot.Slot;

/** What is published, gone back on and cleaned away, and which files stay. */
class ManifestsTest {
  private static final String TABLE = "total_rows";
  private static final Slot FIRST =
      new Slot(Instant.parse("2026-11-20T10:30:00Z"), Duration.ofMinutes(30));
  private static final Slot SECOND = FIRST.next();
  private static final Slot THIRD = SECOND.next();

  @TempDir private Path folder;
  private Manifests manifests;

  @BeforeEach
  void open() throws Exception {
    manifests = new Manifests(folder.toString(), FIRST.length(), new Configuration());
  }

  @Test
  void cleaningRemovesOnlyWhatOthersStandForOrWhatIsForgotten() throws Exception {
    TableFile merged = written(FIRST, "a", 1);
    TableFile settled = written(FIRST, "a", 2);
    TableFile stays = written(FIRST, "a", 3);
    publish(FIRST, "a", List.of(merged, settled, stays), List.of());
    TableFile mergedInto = written(SECOND, "a", 1);
    // What is settled is listed no longer, and lives on.
    publish(SECOND, "a", List.of(stays, mergedInto), List.of(merged));
    publish(THIRD, "a", List.of(stays, mergedInto), List.of());
    assertThat(manifests.clean(FIRST)).as("the first can be gone back to").isZero();
    assertThat(manifests.clean(SECOND)).isEqualTo(1);
    assertThat(manifests.published()).containsExactly(SECOND, THIRD);
    assertThat(files()).containsExactlyInAnyOrder(settled.path(), stays.path(), mergedInto.path());
  }

  @Test
  void whatAManifestSaysIsReadAsItWasPublished() throws Exception {
    Manifest manifest =
        new Manifest(
            FIRST.name(),
            run(FIRST, "a"),
            30,
            16,
            new TreeMap<>(Map.of(0, List.of(5L, 105L), 1, List.of(0L, 9L))),
            "topic-1",
            new Manifest.Sealing(1, 2, 3, 4),
            new Accounting(5, Map.of(), 1, new SessionCounts(3, 1, 1, 1, 2)),
            new Accounting(9, Map.of(), 1, new SessionCounts(7, 1, 1, 3, 4)),
            2,
            new TreeMap<>(Map.of("sessions", 1.25)),
            new Manifest.RanWith("0.1.0", "c0ffee", "{}", "key-1"),
            new TreeMap<>(Map.of("shares", "count of share")),
            List.of(new TableFile(TABLE, "2026-11-20", 1, 0, "path", 7, TableFile.NO_ARRIVAL)),
            List.of(new TableFile(TABLE, "", 1, 0, "gone", 7, 12)),
            SECOND.folder());
    manifests.publish(FIRST, manifest);
    assertThat(manifests.of(FIRST)).contains(manifest);
  }

  @Test
  void oneThatIsNotWholeIsBegunAndNotPublished() throws Exception {
    publish(FIRST, "a", List.of(), List.of());
    publish(SECOND, "a", List.of(), List.of());
    Path file = folder.resolve("manifests").resolve(SECOND.folder() + ".jsonl");
    Files.writeString(file, Files.readString(file).substring(1));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertThat(manifests.begun()).containsExactly(FIRST, SECOND);
    assertThat(manifests.of(SECOND)).isEmpty();
    assertThat(manifests.published()).containsExactly(FIRST);
  }

  @Test
  void oneThatIsWholeAndCantBeUnderstoodIsToldFromOneThatCantBeReadNow() throws Exception {
    new PublishedFile(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(
                folder.resolve("manifests").resolve(FIRST.folder() + ".jsonl").toUri()))
        .publish("{\"kind\":\"run\",\"form\":99}".getBytes(UTF_8));
    assertThatThrownBy(() -> manifests.of(FIRST))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("form 99");
  }

  @Test
  void ofASlotThatWasGoneBackOnAgainAndAgainNothingStays() throws Exception {
    publish(FIRST, "a", List.of(written(FIRST, "a", 1)), List.of());
    for (String run : List.of("a", "b", "c")) {
      publish(SECOND, run, List.of(written(SECOND, run, 1)), List.of());
      manifests.abandon(SECOND, Optional.empty(), () -> {});
    }
    TableFile last = written(SECOND, "d", 1);
    publish(SECOND, "d", List.of(last), List.of());
    manifests.clean(FIRST);
    assertThat(files()).containsExactlyInAnyOrder(path(FIRST, "a", 1), last.path());
    assertThat(manifests.abandoned(SECOND)).isEmpty();
  }

  @Test
  void whoDiesWhileItGoesBackHarmsNothingThatIsPublishedStill() throws Exception {
    TableFile file = written(FIRST, "a", 1);
    publish(FIRST, "a", List.of(file), List.of());
    manifests.abandon(FIRST, Optional.empty(), () -> {});
    // It died between the two: the slot is published still.
    Manifest manifest = manifests.abandoned(FIRST).orElseThrow();
    manifests.publish(FIRST, manifest);
    manifests.clean(FIRST);
    assertThat(files()).containsExactly(file.path());
    manifests.abandon(FIRST, Optional.empty(), () -> {});
    manifests.abandon(FIRST, Optional.empty(), () -> {});
    assertThat(manifests.abandoned(FIRST)).contains(manifest);
    assertThat(files()).containsExactly(file.path());
  }

  @Test
  void theEarliestInstantToWriteFromIsKeptUntilASlotIsPublished() throws Exception {
    publish(FIRST, "a", 500, 900);
    publish(SECOND, "a", 700, 800);
    assertThat(manifests.rewriteFrom()).isEqualTo(Long.MAX_VALUE);
    manifests.abandon(SECOND, Optional.empty(), () -> {});
    assertThat(manifests.rewriteFrom()).isEqualTo(700);
    manifests.abandon(FIRST, Optional.empty(), () -> {});
    assertThat(manifests.rewriteFrom()).isEqualTo(500);
    manifests.abandon(FIRST, Optional.empty(), () -> {});
    assertThat(manifests.rewriteFrom()).isEqualTo(500);
    publish(FIRST, "b", 0, 0);
    assertThat(manifests.rewriteFrom()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theRulesToRunAgainByAreThoseOfTheSlotOrThoseThatWereChosen() throws Exception {
    publish(FIRST, "a", List.of(), List.of());
    publish(SECOND, "a", List.of(), List.of());
    assertThat(manifests.rulesOfAbandoned(SECOND)).isEmpty();
    manifests.abandon(SECOND, Optional.empty(), () -> {});
    assertThat(manifests.rulesOfAbandoned(SECOND)).contains("rules of a");
    // Also of slots that were gone back on before and have not been run yet.
    manifests.abandon(FIRST, Optional.of("chosen"), () -> {});
    assertThat(manifests.rulesOfAbandoned(FIRST)).contains("chosen");
    assertThat(manifests.rulesOfAbandoned(SECOND)).contains("chosen");
    manifests.abandon(FIRST, Optional.empty(), () -> {});
    assertThat(manifests.rulesOfAbandoned(FIRST)).contains("rules of a");
  }

  @Test
  void aPublishedManifestThatIsDamagedIsNamed() throws Exception {
    publish(FIRST, "a", List.of(), List.of());
    publish(SECOND, "a", List.of(), List.of());
    damage(FIRST);
    assertThatThrownBy(() -> manifests.required(FIRST))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(FIRST.folder() + ".jsonl is damaged");
  }

  @Test
  void aDamagedManifestCanBeGoneBackOnAndCleanedAway() throws Exception {
    for (Slot slot : List.of(FIRST, SECOND, THIRD)) {
      publish(slot, "a", 700, 700);
    }
    damage(SECOND);
    manifests.clean(THIRD);
    assertThat(manifests.published()).containsExactly(THIRD);
    damage(THIRD);
    assertThat(manifests.published()).isEmpty();
    publish(FIRST, "b", 700, 700);
    publish(SECOND, "b", 700, 700);
    publish(THIRD, "b", 700, 700);
    damage(SECOND);
    manifests.abandon(SECOND, Optional.empty(), () -> {});
    assertThat(manifests.published()).containsExactly(FIRST);
    assertThat(manifests.rewriteFrom()).as("whatever it changed").isZero();
  }

  private void damage(Slot slot) throws IOException {
    Path path = folder.resolve("manifests").resolve(slot.folder() + ".jsonl");
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
    Files.writeString(path, "{}");
  }

  private void publish(Slot slot, String run, List<TableFile> files, List<TableFile> dropped)
      throws IOException {
    manifests.publish(slot, manifest(slot, run, 0, 0, files, dropped));
  }

  private void publish(Slot slot, String run, long writtenFrom, long touchedFrom)
      throws IOException {
    manifests.publish(slot, manifest(slot, run, writtenFrom, touchedFrom, List.of(), List.of()));
  }

  private static Manifest manifest(
      Slot slot,
      String run,
      long writtenFrom,
      long touchedFrom,
      List<TableFile> files,
      List<TableFile> dropped) {
    Accounting none = new Accounting(0, Map.of(), 0, SessionCounts.ZERO);
    return new Manifest(
        slot.name(),
        run(slot, run),
        slot.length().toMinutes(),
        1,
        new TreeMap<>(),
        "",
        new Manifest.Sealing(0, 0, writtenFrom, touchedFrom),
        none,
        none,
        0,
        new TreeMap<>(),
        new Manifest.RanWith("0", "c0ffee", "rules of " + run, "k"),
        new TreeMap<>(),
        files,
        dropped,
        "");
  }

  private static String run(Slot slot, String name) {
    return slot.folder() + "-" + name;
  }

  private static String path(Slot slot, String run, long task) {
    return TableFolders.path(TABLE, "2026-11-20", run(slot, run), 0, 0, task, 0);
  }

  /** A file of a run, where readers look. */
  private TableFile written(Slot slot, String run, long task) throws IOException {
    String path = path(slot, run, task);
    Files.createDirectories(folder.resolve(path).getParent());
    Files.createFile(folder.resolve(path));
    return new TableFile(TABLE, "2026-11-20", 0, 0, path, 1, TableFile.NO_ARRIVAL);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("tables"))) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
