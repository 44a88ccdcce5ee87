package org.variometer.batch.landing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.batch.BatchException;
import org.variometer.files.PublishedFile;
import org.variometer.slot.Slot;

/** The slots that have landed, each with a folder of its own. */
final class LandedSlots {
  private static final String FOLDER = "landing";
  private static final String PUBLISHED = "landed.json";

  private final FileSystem files;
  private final Path root;

  /**
   * Below the batch's directory.
   *
   * @throws IOException if that can't be reached
   */
  LandedSlots(String directory, Configuration hadoop) throws IOException {
    this.root = new Path(directory, FOLDER);
    this.files = root.getFileSystem(hadoop);
  }

  /** Where everything is. */
  Path root() {
    return root;
  }

  /** Where a slot's files are. */
  Path folder(Slot slot) {
    return new Path(root, slot.folder());
  }

  /** What landed of a slot; empty if it has not. */
  Optional<Landed> of(Slot slot) throws IOException {
    return read(published(slot));
  }

  private static Optional<Landed> read(PublishedFile file) throws IOException {
    Optional<byte[]> json = file.read();
    try {
      return json.isEmpty() ? Optional.empty() : Optional.of(Landed.ofJson(json.get()));
    } catch (IOException e) {
      throw new IOException(file.path() + " can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * What landed of a slot, if it has.
   *
   * @throws BatchException if it did when slots had another length
   */
  Optional<Landed> known(Slot slot) throws BatchException, IOException {
    Optional<Landed> landed = of(slot);
    if (landed.isPresent()) {
      requireLength(slot, landed.get());
    }
    return landed;
  }

  /**
   * What landed of a slot.
   *
   * @throws BatchException if it has not, or did when slots had another length
   */
  Landed required(Slot slot) throws BatchException, IOException {
    Optional<Landed> landed = known(slot);
    if (landed.isEmpty()) {
      throw new BatchException("slot " + slot + " has not landed below " + root);
    }
    return landed.get();
  }

  /** The first slot of this length that has landed and is still there. */
  Optional<Slot> earliest(Duration length) throws IOException {
    for (Slot slot : folders(length)) {
      if (of(slot).isPresent()) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  /**
   * What landed of the slot before one that has not; empty if it is the first of all.
   *
   * @param goesOn whether the slot before is published: then what landed of it need not be there
   * @throws BatchException if it can't land next
   */
  Optional<Landed> before(Slot slot, boolean goesOn) throws BatchException, IOException {
    Optional<Landed> behind = of(slot.next());
    if (behind.isPresent()) {
      throw new BatchException(
          behind.get().first()
              ? "slot " + slot + " can't land: the slot behind it has, as the first of all"
              : published(slot).path()
                  + " is damaged or gone, but the slot behind it has landed. Restore that file: what"
                  + " landed can't be told without it");
    }
    Optional<Landed> before = of(slot.previous());
    if (before.isPresent()) {
      requireLength(slot, before.get());
    } else if (!goesOn) {
      requireFirst(slot);
    }
    return before;
  }

  private void requireLength(Slot slot, Landed landed) throws BatchException {
    if (landed.minutes() != slot.length().toMinutes()) {
      throw new BatchException(
          "slots of "
              + landed.minutes()
              + " minutes have landed below "
              + root
              + ", this is one of "
              + slot.length().toMinutes()
              + ": set variometer.batch.slot-length back, or name another directory");
    }
  }

  /** A slot without one before it is the first of all: any other's records have a place already. */
  private void requireFirst(Slot slot) throws BatchException, IOException {
    for (FileStatus folder : all()) {
      Optional<Landed> other =
          read(new PublishedFile(files, new Path(folder.getPath(), PUBLISHED)));
      if (other.isPresent()) {
        throw new BatchException(
            "slot "
                + slot.previous()
                + " has not landed, but slot "
                + other.get().slot()
                + " has: slots land one behind the other, of one length"
                + " (variometer.batch.slot-length)");
      }
    }
  }

  /** Publishes what landed; files of attempts that died go. */
  void publish(Slot slot, Landed landed) throws IOException {
    published(slot).publish(landed.toJson());
    removeDead(slot, landed);
  }

  /** Removes the files of attempts that died. */
  void removeDead(Slot slot, Landed landed) throws IOException {
    for (FileStatus other : files.listStatus(folder(slot))) {
      if (other.isDirectory() && !other.getPath().getName().equals(landed.attempt())) {
        files.delete(other.getPath(), true);
      }
    }
  }

  private NavigableSet<Slot> folders(Duration length) throws IOException {
    NavigableSet<Slot> slots = new TreeSet<>();
    for (FileStatus folder : all()) {
      Slot.ofFolder(folder.getPath().getName(), length).ifPresent(slots::add);
    }
    return slots;
  }

  private FileStatus[] all() throws IOException {
    try {
      return files.listStatus(root);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private PublishedFile published(Slot slot) {
    return new PublishedFile(files, new Path(folder(slot), PUBLISHED));
  }
}
