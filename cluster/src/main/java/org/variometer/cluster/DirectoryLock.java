package org.variometer.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.variometer.services.ServiceException;

/**
 * A directory that one cluster has: another start would write its settings under it. Goes with this
 * process, however that ends; the file stays.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes a directory, which is there.
   *
   * @throws ServiceException if another cluster has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (lock(channel) == null) {
        throw new ServiceException(
            "a cluster runs in "
                + directory
                + " already: stop that one with Ctrl-C, or choose another directory with --data");
      }
      taken = true;
      return new DirectoryLock(directory, channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /** The lock; null if somebody else has it, in this process or another. */
  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The directory, which is this cluster's alone. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
