package org.variometer.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A file of lines, compressed or not, or standard output. */
final class FileDestination implements Destination {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;

  /**
   * Creates the file, or empties it.
   *
   * @param name of the file; {@code .gz} is compressed, {@code -} is standard output
   */
  FileDestination(String name) throws IOException {
    if (name.equals("-")) {
      out = new BufferedOutputStream(new StandardOutput(), BUFFER_BYTES);
      return;
    }
    OutputStream file =
        new BufferedOutputStream(Files.newOutputStream(Path.of(name)), BUFFER_BYTES);
    out = name.endsWith(".gz") ? new GZIPOutputStream(file, BUFFER_BYTES) : file;
  }

  @Override
  public void accept(long arrival, String sessionId, byte[] buffer, int offset, int length)
      throws IOException {
    out.write(buffer, offset, length);
    out.write('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public boolean finish() throws IOException {
    out.flush();
    return true;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
