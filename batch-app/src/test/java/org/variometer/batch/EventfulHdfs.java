package org.variometer.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.Progressable;

/** HDFS as a client sees it, to which something happens when a test says so. */
public final class EventfulHdfs extends DistributedFileSystem {
  private static final AtomicInteger LEFT = new AtomicInteger();
  private static volatile String path = "";
  private static volatile Moment moment = () -> {};
  private static volatile CountDownLatch over = new CountDownLatch(0);

  /** Spark's settings that put this in the place of its own. */
  static final String IMPLEMENTATION = "variometer.batch.spark.\"spark.hadoop.fs.hdfs.impl\"";

  static final String UNCACHED =
      "variometer.batch.spark.\"spark.hadoop.fs.hdfs.impl.disable.cache\"";

  /** Something that happens to HDFS. */
  @FunctionalInterface
  interface Moment {
    void happen() throws IOException;
  }

  /**
   * Lets something happen, once, when a file was created and nothing is in it yet. Whoever created
   * it goes on when that is over, others don't wait.
   *
   * @param part of the path
   * @param number which of these files, from 1
   */
  static void whenCreated(String part, int number, Moment happening) {
    path = part;
    moment = happening;
    over = new CountDownLatch(1);
    LEFT.set(number);
  }

  /** Waits until it has happened. */
  static void awaitMoment() throws InterruptedException {
    assertThat(over.await(2, TimeUnit.MINUTES)).as("it has happened").isTrue();
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
    FSDataOutputStream created =
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    if (file.toString().contains(path) && LEFT.getAndDecrement() == 1) {
      moment.happen();
      over.countDown();
    }
    return created;
  }
}
