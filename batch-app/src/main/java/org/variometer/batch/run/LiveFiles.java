package org.variometer.batch.run;

import java.io.IOException;
import java.time.Duration;
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
import org.variometer.session.SessionRules;
import org.variometer.slot.Slot;

/** Which files a manifest lists: few, however long the batch has run. */
public final class LiveFiles {
  /** How much later than its like a record may come that is still joined with it. */
  private static final Duration DISORDER = Duration.ofDays(1);

  private final TableFolders folders;
  private final BatchSettings settings;
  private final Slot slot;

  /** Of a slot. */
  LiveFiles(TableFolders folders, BatchSettings settings, Slot slot) {
    this.folders = folders;
    this.settings = settings;
    this.slot = slot;
  }

  /** What arrived last before then a slot has forgotten, ms since the epoch. */
  static long oldestArrival(Slot slot) {
    return slot.begin().minus(SessionRules.BATCH_MEMORY).minus(DISORDER).toEpochMilli();
  }

  /** What slots before this one wrote a slot has forgotten, as a {@link Slot#folder}. */
  static String forgottenBefore(Slot slot) {
    return Slot.lastAt(Instant.ofEpochMilli(oldestArrival(slot)), slot.length()).folder();
  }

  /**
   * What was written last by slots before this one is the same in all manifests that are kept, as a
   * {@link Slot#folder}: it need not be listed.
   */
  public static String settledBefore(Slot slot, BatchSettings settings) {
    Instant kept = slot.end().minus(settings.keep()).minus(slot.length().multipliedBy(2));
    String limit = Slot.lastAt(kept, slot.length()).folder();
    String forgotten = forgottenBefore(slot);
    return limit.compareTo(forgotten) < 0 ? limit : forgotten;
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
    String settled = settledBefore(slot, settings);
    String forgotten = forgottenBefore(slot);
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
        found.addAll(
            folders.settled(file.table(), file.partition(), settledBefore(slot, settings)));
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

  /** The first day that is still kept; hours begin with the name of their day. */
  private String oldestDay() {
    return slot.end().minus(settings.retain()).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
