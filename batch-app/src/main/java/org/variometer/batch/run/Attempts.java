package org.variometer.batch.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.files.PublishedFile;
import org.variometer.slot.Slot;
import org.variometer.store.manifest.TableFile;

/**
 * Attempts at slots. An attempt writes below a folder of its own, where no reader looks; when all
 * is there, its files are moved, one by one, to the tables' folders. A list of the moves is kept
 * until the slot is published, so that nothing stays of an attempt that dies.
 */
public final class Attempts {
  private static final String FOLDER = "attempts";
  private static final String MOVES = "moves";

  private final FileSystem files;
  private final Path root;

  /** The attempts below the batch's directory. */
  public Attempts(FileSystem files, String directory) {
    this.files = files;
    this.root = new Path(directory);
  }

  /** Where an attempt writes what is to be at {@code path}, below the batch's directory. */
  static Path path(String directory, String run, String path) {
    return new Path(new Path(new Path(directory, FOLDER), run), path);
  }

  /** Moves an attempt's files to where readers look. */
  void move(String run, List<TableFile> written) throws IOException {
    String moves = String.join("\n", written.stream().map(TableFile::path).toList());
    moves(run).publish(moves.getBytes(UTF_8));
    for (TableFile file : written) {
      Path from = path(root.toString(), run, file.path());
      moveFile(from, new Path(root, file.path()));
    }
  }

  private void moveFile(Path from, Path to) throws IOException {
    files.mkdirs(to.getParent());
    if (!files.rename(from, to)) {
      throw new IOException(from + " could not be moved to " + to);
    }
  }

  /** Removes what an attempt has not moved. */
  public void discard(String run) throws IOException {
    files.delete(folder(run), true);
  }

  /** Whether something is left of an attempt at a slot. */
  public boolean has(Slot slot) throws IOException {
    Path folder = new Path(root, FOLDER);
    if (files.exists(folder)) {
      for (FileStatus attempt : files.listStatus(folder)) {
        if (attempt.getPath().getName().startsWith(slot.folder() + "-")) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Removes all that is left of attempts that died.
   *
   * @param isPublished whether an attempt was published before it died: its files stay
   */
  public void removeDead(Predicate<String> isPublished) throws IOException {
    Path folder = new Path(root, FOLDER);
    if (!files.exists(folder)) {
      return;
    }
    for (FileStatus attempt : files.listStatus(folder)) {
      String run = attempt.getPath().getName();
      Optional<byte[]> moves = moves(run).read();
      if (moves.isPresent() && !isPublished.test(run)) {
        for (String path : new String(moves.get(), UTF_8).split("\n", -1)) {
          if (!path.isEmpty()) {
            files.delete(new Path(root, path), false);
          }
        }
      }
      discard(run);
    }
  }

  private Path folder(String run) {
    return new Path(new Path(root, FOLDER), run);
  }

  private PublishedFile moves(String run) {
    return new PublishedFile(files, new Path(folder(run), MOVES));
  }
}
