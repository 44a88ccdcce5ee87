package org.variometer.batch;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.variometer.batch.hive.HiveTables;
import org.variometer.config.BatchSettings;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifests;
import org.variometer.store.manifest.TableFolders;
import org.variometer.store.rows.HiveTable;

/** Removes what is kept no longer. */
final class Housekeeping {
  private final Manifests manifests;
  private final HiveTables tables;
  private final TableFolders folders;
  private final BatchSettings settings;

  Housekeeping(
      Manifests manifests, HiveTables tables, TableFolders folders, BatchSettings settings) {
    this.manifests = manifests;
    this.tables = tables;
    this.folders = folders;
    this.settings = settings;
  }

  /**
   * Slots that can't be gone back to any more go, and the files that only they need; and partitions
   * that are older than is retained.
   *
   * @return how many files of slots were removed
   */
  int clean(Slot newest) throws BatchException, IOException {
    long slots = settings.keep().dividedBy(settings.slotLength());
    Slot oldest =
        new Slot(newest.end().minus(newest.length().multipliedBy(slots)), newest.length());
    int removed = manifests.clean(oldest);
    String oldestDay =
        oldest.keepsFrom(settings.retain()).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    for (HiveTable table : HiveTable.values()) {
      List<String> old =
          folders.partitions(table.tableName()).stream()
              .filter(partition -> partition.compareTo(oldestDay) < 0)
              .toList();
      tables.dropPartitions(table, old);
      for (String partition : old) {
        folders.remove(table.tableName(), partition);
      }
    }
    return removed;
  }
}
