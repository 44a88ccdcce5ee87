package org.variometer.stream.snapshot;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.variometer.files.DamagedException;

/** A file of a snapshot: the states of some keys, one behind the other. */
final class BlobFile {
  private BlobFile() {}

  /**
   * Reads one key's state.
   *
   * @throws DamagedException if it is not what was written
   * @throws IOException if it can't be read now
   */
  static byte[] read(FileSystem files, Path folder, Blob blob) throws IOException {
    byte[] bytes = new byte[blob.length()];
    try (FSDataInputStream in = files.open(new Path(folder, blob.file()))) {
      in.readFully(blob.offset(), bytes);
    } catch (FileNotFoundException e) {
      throw new DamagedException(blob.file() + " is gone", e);
    } catch (EOFException e) {
      throw new DamagedException(blob.file() + " is cut off", e);
    } catch (ChecksumException e) {
      throw new DamagedException(blob.file() + " is damaged: " + e.getMessage(), e);
    }
    if (checksum(bytes) != blob.crc32c()) {
      throw new DamagedException(blob.file() + " is damaged: the checksum of key " + blob.key());
    }
    return bytes;
  }

  static long checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
