package org.variometer.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.variometer.beacon.BeaconRules;

/**
 * Divides a stream of lines into chunks of whole lines, of bounded size whatever the lines' length:
 * of a line far beyond the greatest record only a beginning that is oversized itself is handed on.
 */
final class LineReader {
  private static final int CHUNK_BYTES = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[CHUNK_BYTES];
  private int filled;
  private boolean skipping;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The end of the line before its line feed or the file's end: a trailing CR is no part of it. */
  static int withoutReturn(byte[] bytes, int from, int end) {
    return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
  }

  /** The next whole lines, each but the very last with its line feed; null at the end. */
  byte[] next() throws IOException {
    while (true) {
      int read = in.readNBytes(buffer, filled, buffer.length - filled);
      filled += read;
      boolean end = filled < buffer.length;
      if (skipping && !dropRestOfLine() && !end) {
        continue;
      }
      if (end) {
        byte[] last = filled == 0 ? null : Arrays.copyOf(buffer, filled);
        filled = 0;
        return last;
      }
      int lines = lastLineFeed() + 1;
      if (lines > 0) {
        byte[] chunk = Arrays.copyOf(buffer, lines);
        System.arraycopy(buffer, lines, buffer, 0, filled - lines);
        filled -= lines;
        return chunk;
      }
      if (filled < buffer.length) {
        continue; // The beginning of a line behind one that was dropped; the rest is yet to come.
      }
      skipping = true;
      filled = 0;
      return Arrays.copyOf(buffer, BeaconRules.MAX_RECORD_BYTES + 2);
    }
  }

  /** Drops what is left of a line too long; false if its end is not in the buffer. */
  private boolean dropRestOfLine() {
    for (int i = 0; i < filled; i++) {
      if (buffer[i] == '\n') {
        System.arraycopy(buffer, i + 1, buffer, 0, filled - i - 1);
        filled -= i + 1;
        skipping = false;
        return true;
      }
    }
    filled = 0;
    return false;
  }

  private int lastLineFeed() {
    for (int i = filled - 1; i >= 0; i--) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
