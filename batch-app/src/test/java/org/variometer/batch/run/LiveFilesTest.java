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
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.variometer.batch.manifest.TableFile;
import org.variometer.batch.manifest.TableFolders;
import org.variometer.config.VariometerConfig;
import org.variometer.slot.Slot;

/** A manifest lists what is live, and no more than it has to. */
class LiveFilesTest {
  private static final Slot SLOT =
      new Slot(Instant.parse("2026-11-20T10:30:00Z"), Duration.ofMinutes(30));
  private static final Slot LONG_AGO =
      new Slot(SLOT.end().minus(Duration.ofDays(8)), SLOT.length());
  private static final Slot FORGOTTEN =
      Slot.ofFolder(LiveFiles.forgottenBefore(SLOT), SLOT.length()).orElseThrow();

  @TempDir private Path folder;

  @Test
  void whatWasMergedIsReplacedByWhatWasWritten() throws IOException {
    TableFile stays = file("total_rows", "2026-11-20", SLOT.previous(), 1);
    TableFile merged = file("total_rows", "2026-11-20", SLOT.previous(), 2);
    TableFile written = file("total_rows", "2026-11-20", SLOT, 3);
    assertThat(live().after(List.of(stays, merged), List.of(merged), List.of(written)))
        .containsExactly(stays, written);
  }

  @Test
  void stateIsListedUntilItsSlotIsForgotten() throws IOException {
    TableFile last = file("session_state_rows", "", FORGOTTEN.previous(), 1);
    TableFile first = file("session_state_rows", "", FORGOTTEN, 2);
    assertThat(live().after(List.of(last, first), List.of(), List.of())).containsExactly(first);
  }

  @Test
  void aPartitionIsSettledWhenNothingWasWrittenToItForLongerThanSlotsAreKept() throws IOException {
    TableFile settled = file("visitor_day_rows", "2026-11-10", LONG_AGO, 1);
    TableFile early = file("visitor_day_rows", "2026-11-11", LONG_AGO, 2);
    TableFile late = file("visitor_day_rows", "2026-11-11", SLOT.previous(), 3);
    assertThat(live().after(List.of(settled, early, late), List.of(), List.of()))
        .containsExactly(early, late);
  }

  @Test
  void aSettledPartitionThatIsWrittenToIsListedWithAllThatIsInItsFolder() throws IOException {
    TableFile old = file("visitor_day_rows", "2026-11-10", LONG_AGO, 1);
    Path path = folder.resolve(old.path());
    Files.createDirectories(path.getParent());
    Files.createFile(path);
    TableFile written = file("visitor_day_rows", "2026-11-10", SLOT, 2);
    assertThat(live().after(List.of(), List.of(), List.of(written)))
        .containsExactly(
            written,
            new TableFile(
                old.table(),
                old.partition(),
                old.bucket(),
                old.level(),
                old.path(),
                TableFile.UNKNOWN_ROWS));
  }

  @Test
  void whatRunsThatWereGoneBackOnLeftInTheFolderOfAPartitionIsNotLive() throws IOException {
    TableFile left = file("visitor_day_rows", "2026-11-20", SLOT.previous(), 1);
    Path path = folder.resolve(left.path());
    Files.createDirectories(path.getParent());
    Files.createFile(path);
    TableFile written = file("visitor_day_rows", "2026-11-20", SLOT, 2);
    assertThat(live().after(List.of(), List.of(), List.of(written))).containsExactly(written);
  }

  @Test
  void whatIsOlderThanIsRetainedIsListedNoMore() throws IOException {
    TableFile gone = file("session_rows", "2025-10-15-23", SLOT.previous(), 1);
    TableFile kept = file("session_rows", "2025-10-16-00", SLOT.previous(), 2);
    assertThat(live().after(List.of(gone, kept), List.of(), List.of())).containsExactly(kept);
  }

  private LiveFiles live() throws IOException {
    return new LiveFiles(
        new TableFolders(folder.toString(), new Configuration()),
        VariometerConfig.from(VariometerConfig.load(Optional.empty(), Map.of())).batch(),
        SLOT);
  }

  private static TableFile file(String table, String partition, Slot slot, long task) {
    String path = TableFolders.path(table, partition, slot.folder() + "-run", 0, 0, task);
    return new TableFile(table, partition, 0, 0, path, 1);
  }
}
