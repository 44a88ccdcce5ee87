package org.variometer.batch.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A small file whose publication is one step: it ends with a checksum of what is before, so that
 * one whose writer died is as good as none. It is created only where none is, and never renamed: an
 * object store can do that too. Two writers at once are kept apart by a lease, not by this.
 */
public final class PublishedFile {
  private static final int CHECKSUM_CHARACTERS = 64;

  private final FileSystem files;
  private final Path path;

  /** The file at this path, published or not. */
  public PublishedFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * What was published; empty if nothing was.
   *
   * @throws IOException if that can't be known now
   */
  public Optional<byte[]> read() throws IOException {
    byte[] all;
    try (FSDataInputStream in = files.open(path)) {
      all = in.readAllBytes();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (ChecksumException e) {
      // A local file has a checksum beside it that its writer did not come to.
      return Optional.empty();
    }
    int length = all.length - CHECKSUM_CHARACTERS;
    if (length < 0) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOf(all, length);
    byte[] checksum = Arrays.copyOfRange(all, length, all.length);
    return Arrays.equals(checksum, checksum(content)) ? Optional.of(content) : Optional.empty();
  }

  /**
   * Publishes it.
   *
   * @throws FileAlreadyExistsException if it is published
   * @throws IOException if it could not be; it may be published nevertheless
   */
  public void publish(byte[] content) throws IOException {
    if (read().isPresent()) {
      throw new FileAlreadyExistsException(path + " is published already");
    }
    // What a writer that died has left.
    files.delete(path, false);
    try (FSDataOutputStream out = files.create(path, false)) {
      out.write(content);
      out.write(checksum(content));
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  /** Takes it back, if it was published. */
  public void remove() throws IOException {
    files.delete(path, false);
  }

  private static byte[] checksum(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).getBytes(UTF_8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
