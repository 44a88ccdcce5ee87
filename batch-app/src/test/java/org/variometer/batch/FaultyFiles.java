package org.variometer.batch;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Files of this machine, one operation on which fails when a test says so. */
public final class FaultyFiles extends LocalFileSystem {
  private static final AtomicInteger LEFT = new AtomicInteger();
  private static volatile String operation = "";
  private static volatile String path = "";

  /** Spark's settings that put these in the place of its own. */
  static final String IMPLEMENTATION = "variometer.batch.spark.\"spark.hadoop.fs.file.impl\"";

  static final String UNCACHED =
      "variometer.batch.spark.\"spark.hadoop.fs.file.impl.disable.cache\"";

  /**
   * Lets an operation fail, once.
   *
   * @param failing create, rename or open
   * @param part of the path, for a rename of the new one
   * @param number which of these, from 1
   */
  public static void fail(String failing, String part, int number) {
    operation = failing;
    path = part;
    LEFT.set(number);
  }

  /** Whether the operation that was to fail has. */
  static boolean hasFailed() {
    return LEFT.get() <= 0;
  }

  private static void check(String asked, Path of) throws IOException {
    if (asked.equals(operation) && of.toString().contains(path) && LEFT.getAndDecrement() == 1) {
      throw new IOException("a fault of the test's: " + asked + " " + of);
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
    check("create", file);
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    check("open", file);
    return super.open(file, bufferSize);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    check("rename", to);
    return super.rename(from, to);
  }
}
