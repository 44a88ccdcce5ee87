package org.variometer.batch.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.batch.files.PublishedFile;
import org.variometer.slot.Slot;

/** The manifests of the slots that are published. */
public final class Manifests {
  /** The folder below the batch's directory. */
  public static final String FOLDER = "manifests";

  private static final String SUFFIX = ".jsonl";
  private static final String WRITTEN = "written";
  private static final String ABANDONED = "abandoned";
  private static final String PENDING = "rewrite-from";

  private final FileSystem files;
  private final Path root;
  private final Duration slotLength;

  /**
   * The manifests of a batch.
   *
   * @param directory the batch's directory
   * @param slotLength the slots' length
   * @throws IOException if that can't be reached
   */
  public Manifests(String directory, Duration slotLength, Configuration hadoop) throws IOException {
    this.root = new Path(directory);
    this.files = root.getFileSystem(hadoop);
    this.slotLength = slotLength;
  }

  /**
   * A slot's manifest; empty if it is not published.
   *
   * @throws IOException if that can't be known now, or the manifest can't be understood
   */
  public Optional<Manifest> of(Slot slot) throws IOException {
    return read(file(FOLDER, slot));
  }

  /** The manifest of a slot that was abandoned and is to be run again, if it was. */
  public Optional<Manifest> abandoned(Slot slot) throws IOException {
    return read(file(ABANDONED, slot));
  }

  private static Optional<Manifest> read(PublishedFile file) throws IOException {
    Optional<byte[]> content = file.read();
    try {
      return content.isEmpty() ? Optional.empty() : Optional.of(ManifestLines.read(content.get()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file.path() + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The slots that are published, in order. */
  public SortedSet<Slot> published() throws IOException {
    NavigableSet<Slot> slots = named(FOLDER);
    // One is published behind the other: only the last can be of a writer that died.
    if (!slots.isEmpty() && file(FOLDER, slots.last()).read().isEmpty()) {
      slots.pollLast();
    }
    return slots;
  }

  /** The slots for which there are files in a folder. */
  private NavigableSet<Slot> named(String folder) throws IOException {
    NavigableSet<Slot> slots = new TreeSet<>();
    try {
      for (FileStatus status : files.listStatus(new Path(root, folder))) {
        String name = status.getPath().getName();
        if (name.endsWith(SUFFIX)) {
          Slot.ofFolder(name.substring(0, name.length() - SUFFIX.length()), slotLength)
              .ifPresent(slots::add);
        }
      }
    } catch (FileNotFoundException e) {
      return slots;
    }
    return slots;
  }

  /**
   * Publishes a slot: from then on its files are the state.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException if it is published
   */
  public void publish(Slot slot, Manifest manifest) throws IOException {
    file(FOLDER, slot).publish(ManifestLines.write(manifest));
    pending().remove();
  }

  /**
   * Goes back: a slot and all behind it are published no longer, and are to be run again. What they
   * changed in the database is written again with the first of them. Killed and done again it comes
   * to the same.
   */
  public void abandon(Slot from) throws IOException {
    List<Slot> newestFirst = new ArrayList<>(published().tailSet(from));
    Collections.reverse(newestFirst);
    long rewriteFrom = rewriteFrom();
    for (Slot slot : newestFirst) {
      Manifest manifest = of(slot).orElseThrow();
      rewriteFrom = Math.min(rewriteFrom, Math.min(manifest.touchedFrom(), manifest.writtenFrom()));
    }
    replace(pending(), Long.toString(rewriteFrom).getBytes(UTF_8));
    for (Slot slot : newestFirst) {
      replace(file(ABANDONED, slot), ManifestLines.write(of(slot).orElseThrow()));
      file(FOLDER, slot).remove();
    }
  }

  /**
   * From where on what stands in the database may be of abandoned slots, ms since the epoch; {@link
   * Long#MAX_VALUE} if nothing is.
   */
  public long rewriteFrom() throws IOException {
    Optional<byte[]> pending = pending().read();
    return pending.isEmpty() ? Long.MAX_VALUE : Long.parseLong(new String(pending.get(), UTF_8));
  }

  private static void replace(PublishedFile file, byte[] content) throws IOException {
    file.remove();
    file.publish(content);
  }

  /**
   * Removes the manifests of slots that nobody can go back to any more, and the files that only
   * they have; with them those of abandoned slots that were run again.
   *
   * @param oldest the first slot that can still be gone back to; it stays
   * @return how many files were removed
   */
  public int clean(Slot oldest) throws IOException {
    SortedSet<Slot> published = published();
    int removed = 0;
    for (Slot slot : published.headSet(oldest)) {
      Manifest manifest = of(slot).orElseThrow();
      Manifest next = of(slot.next()).orElseThrow();
      removed += removeFiles(manifest.files(), Set.copyOf(next.files()));
      written(manifest).remove();
      file(FOLDER, slot).remove();
    }
    return removed + cleanAbandoned(published);
  }

  private int cleanAbandoned(SortedSet<Slot> published) throws IOException {
    SortedSet<Slot> abandoned = named(ABANDONED);
    if (published.isEmpty() || abandoned.headSet(published.last()).isEmpty()) {
      return 0;
    }
    Set<TableFile> kept = new HashSet<>();
    for (Slot slot : published) {
      kept.addAll(of(slot).map(Manifest::files).orElse(List.of()));
    }
    int removed = 0;
    for (Slot slot : abandoned.headSet(published.last())) {
      Optional<Manifest> manifest = abandoned(slot);
      // Empty is what a writer that died has left.
      if (manifest.isPresent()) {
        removed += removeFiles(manifest.get().files(), kept);
        written(manifest.get()).remove();
      }
      file(ABANDONED, slot).remove();
    }
    return removed;
  }

  private int removeFiles(List<TableFile> candidates, Set<TableFile> kept) throws IOException {
    int removed = 0;
    for (TableFile file : candidates) {
      if (!kept.contains(file) && files.delete(new Path(root, file.path()), false)) {
        removed++;
      }
    }
    return removed;
  }

  /** Whether what a published slot seals and changes was written to the database. */
  public boolean isWritten(Manifest manifest) throws IOException {
    return written(manifest).read().isPresent();
  }

  /** Notes that it was. */
  public void markWritten(Manifest manifest) throws IOException {
    if (!isWritten(manifest)) {
      written(manifest).publish(new byte[0]);
    }
  }

  private PublishedFile file(String folder, Slot slot) {
    return new PublishedFile(files, new Path(new Path(root, folder), slot.folder() + SUFFIX));
  }

  private PublishedFile pending() {
    return new PublishedFile(files, new Path(new Path(root, ABANDONED), PENDING));
  }

  private PublishedFile written(Manifest manifest) {
    return new PublishedFile(files, new Path(new Path(root, WRITTEN), manifest.run()));
  }
}
