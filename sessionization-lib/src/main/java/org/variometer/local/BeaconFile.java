package org.variometer.local;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A JSON-lines file of beacons: plain, compressed ({@code .gz}), or standard input ({@code -}).
 *
 * @param name as given on the command line
 */
public record BeaconFile(String name) {
  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Checks that the file is there and can be read.
   *
   * @throws IOException with a message that names the file and what is wrong
   */
  public void check() throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return;
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new IOException(name + ": is a directory; name the files in it");
    }
    if (Files.notExists(path)) {
      throw new FileNotFoundException(name + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new FileNotFoundException(name + ": may not be read");
    }
  }

  /** The file's size in bytes, 0 where it can't be known. */
  public long size() throws IOException {
    return name.equals(STANDARD_INPUT) || !Files.isRegularFile(Path.of(name))
        ? 0
        : Files.size(Path.of(name));
  }

  /** What went wrong while reading, in words that name the file. */
  IOException explain(IOException failure) {
    boolean broken = failure instanceof ZipException || failure instanceof EOFException;
    String reason =
        failure.getMessage() == null ? "it ends before it begins" : failure.getMessage();
    return new IOException(
        name + ": " + (isCompressed() && broken ? "broken gzip file: " : "") + reason, failure);
  }

  private boolean isCompressed() {
    return name.endsWith(".gz");
  }

  /**
   * Opens the file.
   *
   * @param bytesRead told how many bytes of the file itself were read, again and again
   */
  InputStream open(LongConsumer bytesRead) throws IOException {
    InputStream raw = name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
    InputStream counted = new CountingInputStream(raw, bytesRead);
    if (!isCompressed()) {
      return counted;
    }
    try {
      return new GZIPInputStream(new BufferedInputStream(counted, BUFFER_BYTES), BUFFER_BYTES);
    } catch (IOException e) {
      counted.close();
      throw e;
    }
  }
}
