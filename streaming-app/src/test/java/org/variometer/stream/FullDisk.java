package org.variometer.stream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Files of this machine, whose disk is full, or takes nothing new, when a test says so. */
public final class FullDisk extends LocalFileSystem {
  private static final String NONE = "none";

  private static volatile String full = NONE;
  private static volatile boolean refuses;

  /** Spark's settings that put these in the place of its own. */
  static final String IMPLEMENTATION = "variometer.stream.spark.\"spark.hadoop.fs.file.impl\"";

  static final String UNCACHED =
      "variometer.stream.spark.\"spark.hadoop.fs.file.impl.disable.cache\"";

  /** Lets no byte be written from now on into files whose path contains this. */
  static void fill(String part) {
    full = part;
  }

  /** Lets nothing be created or moved from now on, as HDFS does in safe mode. */
  static void refuse() {
    refuses = true;
  }

  /** Lets there be room again. */
  static void clear() {
    full = NONE;
    refuses = false;
  }

  private static void requireTaken(Path file) throws IOException {
    if (refuses) {
      throw new IOException("Cannot create file" + file + ". Name node is in safe mode.");
    }
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    requireTaken(file);
    FSDataOutputStream out =
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    return file.toString().contains(full) ? new FSDataOutputStream(new NoRoom(out), null) : out;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    requireTaken(to);
    return super.rename(from, to);
  }

  private static final class NoRoom extends FilterOutputStream {
    NoRoom(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
