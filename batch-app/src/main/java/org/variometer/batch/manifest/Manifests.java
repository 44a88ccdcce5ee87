package org.variometer.batch.manifest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
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
    PublishedFile file = file(slot);
    Optional<byte[]> content = file.read();
    try {
      return content.isEmpty() ? Optional.empty() : Optional.of(ManifestLines.read(content.get()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file.path() + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The slots that are published, in order. */
  public SortedSet<Slot> published() throws IOException {
    SortedSet<Slot> slots = new TreeSet<>();
    try {
      for (FileStatus status : files.listStatus(new Path(root, FOLDER))) {
        String name = status.getPath().getName();
        if (name.endsWith(SUFFIX)) {
          Optional<Slot> slot =
              Slot.ofFolder(name.substring(0, name.length() - SUFFIX.length()), slotLength);
          if (slot.isPresent() && file(slot.get()).read().isPresent()) {
            slots.add(slot.get());
          }
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
    file(slot).publish(ManifestLines.write(manifest));
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

  private PublishedFile file(Slot slot) {
    return new PublishedFile(files, new Path(new Path(root, FOLDER), slot.folder() + SUFFIX));
  }

  private PublishedFile written(Manifest manifest) {
    return new PublishedFile(files, new Path(new Path(root, WRITTEN), manifest.run()));
  }
}
