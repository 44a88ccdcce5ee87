package org.variometer.store.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.files.DamagedException;
import org.variometer.files.PublishedFile;
import org.variometer.slot.Slot;

/** The manifests of the slots that are published. */
public final class Manifests {
  /** The folder below the batch's directory. */
  public static final String FOLDER = "manifests";

  private static final String SUFFIX = ".jsonl";
  private static final String RULES = ".rules";

  private static final String WRITTEN = "written";
  private static final String ABANDONED = "abandoned";
  private static final String PENDING = "rewrite-from-";
  private static final String DAMAGED = ".damaged";

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
   * @throws DamagedException if the manifest can't be understood
   * @throws IOException if that can't be known now
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
      throw new DamagedException(file.path() + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The slots that have a manifest, whole or not, in order. */
  public SortedSet<Slot> begun() throws IOException {
    return named(FOLDER);
  }

  /** The newest slot that is published, if any is. */
  public Optional<Slot> newest() throws IOException {
    SortedSet<Slot> published = published();
    return published.isEmpty() ? Optional.empty() : Optional.of(published.last());
  }

  /**
   * The manifest of a slot that is among {@link #published}.
   *
   * @throws IOException if it can't be read any more
   */
  public Manifest required(Slot slot) throws IOException {
    return of(slot)
        .orElseThrow(
            () ->
                new IOException(
                    file(FOLDER, slot).path()
                        + " is damaged: go back to slot "
                        + slot.previous()
                        + " and run all behind it again (--from "
                        + slot
                        + ")"));
  }

  /** The slots that are published, in order. */
  public SortedSet<Slot> published() throws IOException {
    NavigableSet<Slot> slots = named(FOLDER);
    // One is published behind the other: only the last can be of a writer that died.
    while (!slots.isEmpty() && file(FOLDER, slots.last()).read().isEmpty()) {
      slots.pollLast();
    }
    return slots;
  }

  /** The slots for which there are files in a folder. */
  private NavigableSet<Slot> named(String folder) throws IOException {
    NavigableSet<Slot> slots = new TreeSet<>();
    for (String name : names(folder)) {
      if (name.endsWith(SUFFIX)) {
        Slot.ofFolder(name.substring(0, name.length() - SUFFIX.length()), slotLength)
            .ifPresent(slots::add);
      }
    }
    return slots;
  }

  private List<String> names(String folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder(folder)))
          .map(status -> status.getPath().getName())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /**
   * Publishes a slot: from then on its files are the state.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException if it is published
   */
  public void publish(Slot slot, Manifest manifest) throws IOException {
    write(file(FOLDER, slot), manifest);
    for (Path pending : pending()) {
      files.delete(pending, false);
    }
    damaged(slot).remove();
  }

  /**
   * Whether there is or was something where a slot's manifest is to be, and it is none: its writer
   * died, or it was damaged, and nobody knows the files of its run any more.
   */
  public boolean hasRemains(Slot slot) throws IOException {
    PublishedFile file = file(FOLDER, slot);
    return files.exists(damaged(slot).path())
        || (files.exists(file.path()) && file.read().isEmpty());
  }

  private static void write(PublishedFile file, Manifest manifest) throws IOException {
    file.publish(ManifestLines.write(manifest), ManifestLines.end(manifest));
  }

  /**
   * Goes back: a slot and all behind it are published no longer, and are to be run again. What they
   * changed in the database is written again with the first of them. Killed and done again it comes
   * to the same.
   *
   * @param rules by which they are to be run again, as JSON; empty: each by those that it was run
   *     by
   * @param permit asked before each slot
   */
  public <E extends Exception> void abandon(Slot from, Optional<String> rules, Permit<E> permit)
      throws E, IOException {
    List<Slot> newestFirst = new ArrayList<>(published().tailSet(from));
    Collections.reverse(newestFirst);
    long rewriteFrom = Long.MAX_VALUE;
    List<Optional<Manifest>> manifests = new ArrayList<>();
    for (Slot slot : newestFirst) {
      Optional<Manifest> manifest = of(slot);
      manifests.add(manifest);
      // Whatever a damaged one says.
      rewriteFrom = Math.min(rewriteFrom, manifest.map(Manifests::changedFrom).orElse(0L));
    }
    if (rewriteFrom < rewriteFrom()) {
      new PublishedFile(files, new Path(folder(ABANDONED), PENDING + rewriteFrom))
          .publish(new byte[0]);
    }
    for (int i = 0; i < manifests.size(); i++) {
      permit.confirm();
      Slot slot = newestFirst.get(i);
      if (manifests.get(i).isPresent()) {
        // Of an earlier time that the slot was gone back on: nobody will know of its files any
        // more.
        removeAbandoned(slot);
        write(file(ABANDONED, slot), manifests.get(i).get());
        choose(slot, rules);
      } else if (damaged(slot).read().isEmpty()) {
        damaged(slot).publish(new byte[0]);
      }
      file(FOLDER, slot).remove();
    }
    for (Slot slot : named(ABANDONED).tailSet(from)) {
      choose(slot, rules);
    }
  }

  private static long changedFrom(Manifest manifest) {
    return Math.min(manifest.sealing().touchedFrom(), manifest.sealing().writtenFrom());
  }

  private void choose(Slot slot, Optional<String> rules) throws IOException {
    rules(slot).remove();
    if (rules.isPresent()) {
      rules(slot).publish(rules.get().getBytes(UTF_8));
    }
  }

  /** The newest slot that was gone back on and has not been run again, if any. */
  public Optional<Slot> newestAbandoned() throws IOException {
    NavigableSet<Slot> abandoned = named(ABANDONED);
    return abandoned.isEmpty() ? Optional.empty() : Optional.of(abandoned.last());
  }

  /**
   * By which rules a slot that was abandoned is to be run again, as JSON; empty if it never was.
   */
  public Optional<String> rulesOfAbandoned(Slot slot) throws IOException {
    Optional<byte[]> chosen = rules(slot).read();
    return chosen.isPresent()
        ? Optional.of(new String(chosen.get(), UTF_8))
        : abandoned(slot).map(manifest -> manifest.ranWith().rules());
  }

  /**
   * From where on what stands in the database may be of abandoned slots, ms since the epoch; {@link
   * Long#MAX_VALUE} if nothing is.
   */
  public long rewriteFrom() throws IOException {
    long from = Long.MAX_VALUE;
    for (Path pending : pending()) {
      from = Math.min(from, Long.parseLong(pending.getName().substring(PENDING.length())));
    }
    return from;
  }

  /** Each says by its name from where on. */
  private List<Path> pending() throws IOException {
    List<Path> pending = new ArrayList<>();
    for (String name : names(ABANDONED)) {
      if (name.startsWith(PENDING)) {
        pending.add(new Path(folder(ABANDONED), name));
      }
    }
    return pending;
  }

  /**
   * Removes the manifests of slots that nobody can go back to any more, and the files that only
   * they need; and all that is left of abandoned slots that were run again.
   *
   * @param oldest the first slot that can still be gone back to; it stays
   * @return how many files were removed
   */
  public int clean(Slot oldest) throws IOException {
    SortedSet<Slot> published = published();
    if (published.isEmpty()) {
      return 0;
    }
    int removed = 0;
    for (Slot slot : named(ABANDONED).headSet(published.last().next())) {
      removed += removeAbandoned(slot);
    }
    Set<String> live = new HashSet<>();
    required(published.last()).files().forEach(file -> live.add(file.path()));
    for (Slot slot : published.headSet(oldest)) {
      List<TableFile> dropped = of(slot.next()).map(Manifest::dropped).orElse(List.of());
      removed += remove(dropped.stream().filter(file -> !live.contains(file.path())).toList());
      Optional<Manifest> manifest = of(slot);
      if (manifest.isPresent()) {
        writtenFile(manifest.get()).remove();
      }
      file(FOLDER, slot).remove();
    }
    return removed;
  }

  /** Removes what an abandoned run wrote, and its manifest. */
  private int removeAbandoned(Slot slot) throws IOException {
    Optional<Manifest> manifest = abandoned(slot);
    int removed = 0;
    // Empty is what a writer that died has left.
    // Whoever died while it went back left the run that is published here, too.
    boolean dead =
        manifest.isPresent()
            && of(slot).filter(live -> live.run().equals(manifest.get().run())).isEmpty();
    if (dead) {
      String run = manifest.get().run();
      removed =
          remove(
              Stream.concat(manifest.get().files().stream(), manifest.get().dropped().stream())
                  .filter(file -> file.isOf(run))
                  .toList());
      writtenFile(manifest.get()).remove();
    }
    rules(slot).remove();
    file(ABANDONED, slot).remove();
    return removed;
  }

  private int remove(List<TableFile> gone) throws IOException {
    int removed = 0;
    for (TableFile file : gone) {
      if (files.delete(new Path(root, file.path()), false)) {
        removed++;
      }
    }
    return removed;
  }

  /** What a published slot wrote to the database; empty if that is not done yet. */
  public Optional<Written> written(Manifest manifest) throws IOException {
    PublishedFile file = writtenFile(manifest);
    Optional<byte[]> content = file.read();
    try {
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(ManifestLines.readWritten(content.get()));
    } catch (IOException e) {
      throw new IOException(file.path() + " can't be read: " + e.getMessage(), e);
    }
  }

  /** Notes that a published slot is written to the database. */
  public void markWritten(Manifest manifest, Written written) throws IOException {
    if (written(manifest).isEmpty()) {
      writtenFile(manifest).publish(ManifestLines.write(manifest, written));
    }
  }

  private Path folder(String name) {
    return new Path(root, name);
  }

  private PublishedFile file(String folder, Slot slot) {
    return new PublishedFile(files, new Path(folder(folder), slot.folder() + SUFFIX));
  }

  private PublishedFile damaged(Slot slot) {
    return new PublishedFile(files, new Path(folder(ABANDONED), slot.folder() + DAMAGED));
  }

  private PublishedFile rules(Slot slot) {
    return new PublishedFile(files, new Path(folder(ABANDONED), slot.folder() + RULES));
  }

  private PublishedFile writtenFile(Manifest manifest) {
    return new PublishedFile(files, new Path(folder(WRITTEN), manifest.run()));
  }
}
