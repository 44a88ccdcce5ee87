package org.variometer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.stream.snapshot.ClosedFolder;

/** Spark's checkpoints of this code and configuration: a directory of their own. */
final class Checkpoints {
  private static final String ORIGIN = "began-with";
  private static final String PREFIX = "checkpoint-";
  private static final String TRY = "tried-";
  private static final long WAIT_MILLIS = TimeUnit.MINUTES.toMillis(2);
  private static final long POLL_MILLIS = 5;

  private final FileSystem files;
  private final Path directory;

  /** Whether there are marks of tries. */
  private volatile boolean tried;

  private Checkpoints(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * The checkpoints of {@code digest} below {@code base}; the directory is made if it is missing,
   * closed to others.
   *
   * @param hadoop how to reach it
   * @throws StreamException if it can't be
   */
  static Checkpoints in(String base, String digest, Configuration hadoop) throws StreamException {
    try {
      Path directory = new Path(base, digest);
      FileSystem files = directory.getFileSystem(hadoop);
      return new Checkpoints(files, ClosedFolder.make(files, directory));
    } catch (IOException e) {
      throw new StreamException(
          "the directory of the checkpoints, "
              + base
              + ", can't be used: "
              + e.getMessage()
              + ". Name another: variometer.stream.checkpoint.directory",
          e);
    }
  }

  /** How the directory is reached. */
  Configuration hadoop() {
    return files.getConf();
  }

  /** The directory, as Spark takes it. */
  String directory() {
    return directory.toString();
  }

  /** The time of the newest micro-batch that a checkpoint knows, ms since the epoch. */
  OptionalLong latest() throws IOException {
    return Arrays.stream(files.listStatus(directory))
        .map(status -> status.getPath().getName())
        .filter(name -> name.matches(PREFIX + "[0-9]+"))
        .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
        .max();
  }

  /** How many restores were begun from what is here since a micro-batch was last computed. */
  int tries() throws IOException {
    return tryMarks().size();
  }

  /** Notes that a restore begins. It stays noted, whatever becomes of it. */
  void noteTry() throws IOException {
    tried = true;
    files.create(new Path(directory, TRY + (tries() + 1)), true).close();
  }

  /** Notes that a micro-batch was computed: what was restored can be gone on from. */
  void noteComputed() throws IOException {
    if (tried) {
      for (Path mark : tryMarks()) {
        files.delete(mark, false);
      }
      tried = false;
    }
  }

  private List<Path> tryMarks() throws IOException {
    return Arrays.stream(files.listStatus(directory))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().matches(TRY + "[0-9]+"))
        .toList();
  }

  /** Notes the snapshot with which the stream that keeps checkpoints here begins. */
  void noteOrigin(String snapshot) throws StreamException {
    Path file = new Path(directory, ORIGIN);
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(snapshot.getBytes(UTF_8));
    } catch (IOException e) {
      throw new StreamException(file + " can't be written: " + e.getMessage(), e);
    }
  }

  /** The snapshot with which the stream began, empty if with none. */
  String origin() throws StreamException {
    Path file = new Path(directory, ORIGIN);
    try {
      if (!files.exists(file)) {
        return "";
      }
      try (FSDataInputStream in = files.open(file)) {
        return new String(in.readAllBytes(), UTF_8);
      }
    } catch (IOException e) {
      throw new StreamException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** Puts what is there aside, under another name; says which. */
  String setAside(String suffix) throws IOException {
    Path aside = directory.suffix("." + suffix);
    ClosedFolder.setAside(files, directory, aside);
    ClosedFolder.make(files, directory);
    return aside.toString();
  }

  /**
   * Waits until the checkpoint that names a micro-batch's offsets is kept. Before that nothing of
   * the micro-batch may go out: after a crash its records would be cut into other micro-batches,
   * and a cell that only the lost one touched would never be set right.
   *
   * @param batchTime the micro-batch's time, ms since the epoch
   * @throws StreamException if it does not come
   */
  void await(long batchTime) throws StreamException, IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
    // A later one names it too; Spark leaves out those that it comes too late for.
    while (latest().orElse(Long.MIN_VALUE) < batchTime) {
      if (System.nanoTime() > deadline) {
        throw new StreamException(
            "Spark has kept no checkpoint of the micro-batch at "
                + java.time.Instant.ofEpochMilli(batchTime)
                + " in "
                + directory
                + " within "
                + WAIT_MILLIS / 1000
                + " s: is the disk full, or the directory not writable?");
      }
      // Spark tells nobody when it has written one.
      Thread.sleep(POLL_MILLIS);
    }
  }
}
