package org.variometer.batch.run;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.variometer.batch.manifest.TableFile;
import org.variometer.batch.manifest.TableFolders;
import org.variometer.batch.rows.StateRow;
import org.variometer.config.BatchSettings;
import org.variometer.slot.Slot;

/** Which files a manifest lists: few, however long the batch has run. */
final class LiveFiles {
  private final TableFolders folders;
  private final BatchSettings settings;
  private final Slot slot;
  private final String forgotten;

  /**
   * Of a slot.
   *
   * @param forgotten sessions of slots before this one are forgotten, as a {@link Slot#folder}
   */
  LiveFiles(TableFolders folders, BatchSettings settings, Slot slot, String forgotten) {
    this.folders = folders;
    this.settings = settings;
    this.slot = slot;
    this.forgotten = forgotten;
  }

  /**
   * The files that the slot's manifest lists.
   *
   * @param known those that the manifest before lists
   * @param merged those of them that others stand for now
   * @param written what the slot wrote; not yet where readers look
   */
  List<TableFile> after(List<TableFile> known, List<TableFile> merged, List<TableFile> written)
      throws IOException {
    Set<TableFile> live = new LinkedHashSet<>(known);
    merged.forEach(live::remove);
    live.addAll(written);
    live.addAll(found(known, written));
    Map<String, String> newest = newest(live);
    String settled = settled();
    String oldestDay = oldestDay();
    List<TableFile> listed = new ArrayList<>();
    for (TableFile file : live) {
      boolean gone =
          file.partition().isEmpty()
              ? file.table().equals(StateRow.TABLE.name())
                  && file.slotFolder().compareTo(forgotten) < 0
              : file.partition().compareTo(oldestDay) < 0
                  || newest.get(partitionOf(file)).compareTo(settled) < 0;
      if (!gone) {
        listed.add(file);
      }
    }
    return listed;
  }

  /** The files of settled partitions that are written to again. */
  private List<TableFile> found(List<TableFile> known, List<TableFile> written) throws IOException {
    Set<String> listed = new HashSet<>();
    known.forEach(file -> listed.add(partitionOf(file)));
    List<TableFile> found = new ArrayList<>();
    for (TableFile file : written) {
      if (!file.partition().isEmpty() && listed.add(partitionOf(file))) {
        found.addAll(folders.settled(file.table(), file.partition()));
      }
    }
    return found;
  }

  /** By partition the last slot that wrote to it. */
  static Map<String, String> newest(Iterable<TableFile> files) {
    Map<String, String> newest = new HashMap<>();
    for (TableFile file : files) {
      newest.merge(partitionOf(file), file.slotFolder(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    return newest;
  }

  /** A name for the partition that a file is in. */
  static String partitionOf(TableFile file) {
    return file.table() + '/' + file.partition();
  }

  /** What was written last before then is the same in all manifests that are kept. */
  private String settled() {
    Instant kept = slot.end().minus(settings.keep()).minus(slot.length().multipliedBy(2));
    String limit = Slot.lastAt(kept, slot.length()).folder();
    return limit.compareTo(forgotten) < 0 ? limit : forgotten;
  }

  /** The first day that is still kept; hours begin with the name of their day. */
  private String oldestDay() {
    return slot.end().minus(settings.retain()).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
