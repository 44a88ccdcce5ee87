package org.variometer.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Standard output that says when it can't be written, which a PrintStream keeps to itself. */
final class StandardOutput extends FilterOutputStream {
  private final PrintStream stream;

  /** Writes to what is standard output now. */
  StandardOutput() {
    this(System.out);
  }

  /** Writes to this stream. */
  StandardOutput(PrintStream stream) {
    super(stream);
    this.stream = stream;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    stream.write(bytes, offset, length);
    check();
  }

  @Override
  public void flush() throws IOException {
    check();
  }

  /** Leaves standard output open: it is not ours. */
  @Override
  public void close() throws IOException {
    check();
  }

  private void check() throws IOException {
    if (stream.checkError()) {
      throw new IOException("standard output could not be written");
    }
  }
}
