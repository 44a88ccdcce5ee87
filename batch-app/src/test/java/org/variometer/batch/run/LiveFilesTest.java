package org.variometer.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.config.BatchSettings;
import org.variometer.config.VariometerConfig;
import org.variometer.local.Accounting;
import org.variometer.session.SessionCounts;
import org.variometer.slot.Memory;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;

/** A manifest lists what is live, and no more than it has to. */
class LiveFilesTest {
  private static final Slot SLOT =
      new Slot(Instant.parse("2026-11-20T10:30:00Z"), Duration.ofMinutes(30));
  private static final Slot LONG_AGO =
      new Slot(SLOT.end().minus(Duration.ofDays(8)), SLOT.length());
  private static final Memory MEMORY = new Memory(1_000);

  @TempDir private Path folder;

  @Test
  void whatWasMergedIsReplacedByWhatWasWritten() throws IOException {
    TableFile stays = file("total_rows", "2026-11-20", SLOT.previous(), 1);
    TableFile merged = file("total_rows", "2026-11-20", SLOT.previous(), 2);
    TableFile written = file("total_rows", "2026-11-20", SLOT, 3);
    assertThat(live().after(List.of(stays, merged), List.of(merged), List.of(written)))
        .isEqualTo(new LiveFiles.Outcome(List.of(stays, written), List.of(merged), 0));
  }

  @Test
  void stateIsListedUntilAllOfItIsForgotten() throws IOException {
    TableFile gone = state(SLOT.previous(), 999);
    TableFile kept = state(LONG_AGO, 1_000);
    assertThat(live().after(List.of(gone, kept), List.of(), List.of()))
        .isEqualTo(new LiveFiles.Outcome(List.of(kept), List.of(gone), 0));
  }

  @Test
  void theMemoryOfASlotGoesByTheLatestArrivalThatFilesKnowOf() {
    long latest = SLOT.begin().minus(Duration.ofDays(100)).toEpochMilli();
    assertThat(
            LiveFiles.memory(
                SLOT,
                List.of(
                    state(SLOT.previous(), latest - 1),
                    state(LONG_AGO, latest),
                    file("session_rows", "2026-11-20-10", SLOT.previous(), 1))))
        .isEqualTo(Memory.of(SLOT, latest));
    assertThat(LiveFiles.memory(SLOT, List.of())).isEqualTo(Memory.WHOLE);
  }

  @Test
  void aPartitionIsSettledWhenNothingWasWrittenToItForLongerThanSlotsAreKept() throws IOException {
    TableFile settled = file("visitor_day_rows", "2026-11-10", LONG_AGO, 1);
    TableFile early = file("visitor_day_rows", "2026-11-11", LONG_AGO, 2);
    TableFile late = file("visitor_day_rows", "2026-11-11", SLOT.previous(), 3);
    assertThat(live().after(List.of(settled, early, late), List.of(), List.of()))
        .as("neither is dropped: all of it is live")
        .isEqualTo(new LiveFiles.Outcome(List.of(early, late), List.of(), 0));
  }

  @Test
  void aSettledPartitionThatIsWrittenToIsListedWithAllThatIsInItsFolder() throws IOException {
    TableFile old = file("visitor_day_rows", "2026-11-10", LONG_AGO, 1);
    Path path = folder.resolve(old.path());
    Files.createDirectories(path.getParent());
    Files.createFile(path);
    TableFile written = file("visitor_day_rows", "2026-11-10", SLOT, 2);
    assertThat(live().after(List.of(), List.of(), List.of(written)).listed())
        .containsExactly(
            written,
            new TableFile(
                old.table(),
                old.partition(),
                old.bucket(),
                old.level(),
                old.path(),
                TableFile.UNKNOWN_ROWS,
                TableFile.NO_ARRIVAL));
  }

  @Test
  void whatRunsThatWereGoneBackOnLeftInTheFolderOfAPartitionIsNotLive() throws IOException {
    TableFile left = file("visitor_day_rows", "2026-11-20", SLOT.previous(), 1);
    Path path = folder.resolve(left.path());
    Files.createDirectories(path.getParent());
    Files.createFile(path);
    TableFile written = file("visitor_day_rows", "2026-11-20", SLOT, 2);
    assertThat(live().after(List.of(), List.of(), List.of(written)).listed())
        .containsExactly(written);
  }

  @Test
  void whatIsOlderThanIsRetainedIsListedNoMore() throws IOException {
    TableFile gone = file("session_rows", "2025-10-15-23", SLOT.previous(), 1);
    TableFile kept = file("session_rows", "2025-10-16-00", SLOT.previous(), 2);
    assertThat(live().after(List.of(gone, kept), List.of(), List.of()))
        .isEqualTo(new LiveFiles.Outcome(List.of(kept), List.of(), 0));
  }

  @Test
  void whatIsSettledStaysItWhenMoreIsToBeKept() {
    String settled = LiveFiles.settledBefore(SLOT, settings("24h"), Optional.empty());
    Manifest before = manifest(settled);
    assertThat(LiveFiles.settledBefore(SLOT.next(), settings("60d"), Optional.of(before)))
        .isEqualTo(settled);
  }

  private LiveFiles live() throws IOException {
    BatchSettings settings = settings("7d");
    return new LiveFiles(
        new TableFolders(folder.toString(), new Configuration()),
        SLOT.keepsFrom(settings.retain()),
        LiveFiles.settledBefore(SLOT, settings, Optional.empty()),
        MEMORY);
  }

  private static BatchSettings settings(String keep) {
    return VariometerConfig.from(
            VariometerConfig.load(Optional.empty(), Map.of("variometer.batch.keep", keep)))
        .batch();
  }

  private static Manifest manifest(String settledBefore) {
    Accounting none = new Accounting(0, Map.of(), 0, SessionCounts.ZERO);
    return new Manifest(
        SLOT.name(),
        SLOT.folder() + "-run",
        SLOT.length().toMinutes(),
        1,
        new TreeMap<>(),
        "",
        new Manifest.Sealing(0, 0, 0, 0),
        none,
        none,
        0,
        new TreeMap<>(),
        new Manifest.RanWith("", "", "", ""),
        new TreeMap<>(),
        List.of(),
        List.of(),
        settledBefore);
  }

  private static TableFile file(String table, String partition, Slot slot, long task) {
    String path = TableFolders.path(table, partition, slot.folder() + "-run", 0, 0, task, 0);
    return new TableFile(table, partition, 0, 0, path, 1, TableFile.NO_ARRIVAL);
  }

  private static TableFile state(Slot slot, long latestArrival) {
    TableFile file = file("session_state_rows", "", slot, 1);
    return new TableFile(file.table(), "", 0, 0, file.path(), 1, latestArrival);
  }
}
