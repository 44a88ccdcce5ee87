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
import java.util.Optional;
import java.util.Set;
import org.variometer.config.BatchSettings;
import org.variometer.slot.Memory;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.Manifest;
import org.variometer.store.manifest.TableFile;
import org.variometer.store.manifest.TableFolders;

/** Which files a manifest lists: few, however long the batch has run. */
public final class LiveFiles {
  private final TableFolders folders;
  private final Instant oldest;
  private final String settledBefore;
  private final Memory memory;

  /**
   * Of a slot.
   *
   * @param oldest when the first day begins that is still kept
   * @param settledBefore as {@link #settledBefore} has it
   * @param memory what the slot knows of sessions
   */
  LiveFiles(TableFolders folders, Instant oldest, String settledBefore, Memory memory) {
    this.folders = folders;
    this.oldest = oldest;
    this.settledBefore = settledBefore;
    this.memory = memory;
  }

  /**
   * The files of a slot's manifest.
   *
   * @param listed those that it lists
   * @param dropped those that the manifest before lists and that are no longer
   * @param tooOld how many rows the slot wrote of days that are kept no longer
   */
  record Outcome(List<TableFile> listed, List<TableFile> dropped, long tooOld) {}

  /** What a slot knows of sessions, of which files were published before it. */
  static Memory memory(Slot slot, List<TableFile> published) {
    long latest =
        published.stream().mapToLong(TableFile::latestArrival).max().orElse(TableFile.NO_ARRIVAL);
    return latest == TableFile.NO_ARRIVAL ? Memory.WHOLE : Memory.of(slot, latest);
  }

  /**
   * A partition that no slot wrote to since this one will hardly be written to again, as a {@link
   * Slot#folder}.
   */
  static String quietSince(Slot slot) {
    return Slot.lastAt(slot.begin().minus(Memory.LENGTH), slot.length()).folder();
  }

  /**
   * What was written last by slots before this one is the same in all manifests that are kept, as a
   * {@link Slot#folder}: it need not be listed. It never goes back, also when more is to be kept.
   *
   * @param before what the slot before published
   */
  static String settledBefore(Slot slot, BatchSettings settings, Optional<Manifest> before) {
    Instant kept = slot.end().minus(settings.keep()).minus(slot.length().multipliedBy(2));
    String limit = Slot.lastAt(kept, slot.length()).folder();
    String quiet = quietSince(slot);
    String now = limit.compareTo(quiet) < 0 ? limit : quiet;
    String known = before.map(Manifest::settledBefore).orElse("");
    return known.compareTo(now) > 0 ? known : now;
  }

  /**
   * The files that the slot's manifest lists.
   *
   * @param known those that the manifest before lists
   * @param merged those of them that others stand for now
   * @param written what the slot wrote; not yet where readers look
   */
  Outcome after(List<TableFile> known, List<TableFile> merged, List<TableFile> written)
      throws IOException {
    Set<TableFile> live = new LinkedHashSet<>(known);
    merged.forEach(live::remove);
    live.addAll(written);
    live.addAll(found(known, written));
    Map<String, String> newest = newest(live);
    String oldestDay = oldest.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    List<TableFile> listed = new ArrayList<>();
    List<TableFile> dropped = new ArrayList<>(merged);
    for (TableFile file : live) {
      if (file.partition().isEmpty()) {
        boolean forgotten =
            file.rows() == 0
                || (file.latestArrival() != TableFile.NO_ARRIVAL
                    && !memory.reaches(file.latestArrival()));
        (forgotten ? dropped : listed).add(file);
      } else if (file.partition().compareTo(oldestDay) >= 0
          && newest.get(partitionOf(file)).compareTo(settledBefore) >= 0) {
        listed.add(file);
      }
    }
    long tooOld =
        written.stream()
            .filter(file -> !file.partition().isEmpty())
            .filter(file -> file.partition().compareTo(oldestDay) < 0)
            .mapToLong(TableFile::rows)
            .sum();
    return new Outcome(listed, dropped, tooOld);
  }

  /** The files of settled partitions that are written to again. */
  private List<TableFile> found(List<TableFile> known, List<TableFile> written) throws IOException {
    Set<String> listed = new HashSet<>();
    known.forEach(file -> listed.add(partitionOf(file)));
    List<TableFile> found = new ArrayList<>();
    for (TableFile file : written) {
      if (!file.partition().isEmpty() && listed.add(partitionOf(file))) {
        found.addAll(folders.settled(file.table(), file.partition(), settledBefore));
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
}
