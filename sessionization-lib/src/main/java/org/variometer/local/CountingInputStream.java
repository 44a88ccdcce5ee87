package org.variometer.local;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes pass. */
final class CountingInputStream extends FilterInputStream {
  private final LongConsumer bytesRead;

  CountingInputStream(InputStream in, LongConsumer bytesRead) {
    super(in);
    this.bytesRead = bytesRead;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      bytesRead.accept(1);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      bytesRead.accept(count);
    }
    return count;
  }
}
