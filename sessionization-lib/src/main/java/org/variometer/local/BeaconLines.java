package org.variometer.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The lines of a file of beacons, one after the other, each as soon as it has come, so that a pipe
 * can be followed. They are the lines that {@link LocalMetrics} reads: none that is empty, none
 * with its line end. For one thread.
 */
public final class BeaconLines implements AutoCloseable {
  private static final int FIRST_BUFFER_BYTES = 1 << 18;

  private final BeaconFile file;
  private final InputStream in;
  private final int maxBytes;
  private final int bufferBytes;
  private byte[] buffer;
  private int filled;
  private boolean ended;
  private int from;
  private int to;
  private int next;
  private long number;
  private boolean tooLong;

  /**
   * Opens the file.
   *
   * @param file what to read
   * @param maxBytes how long a line can be to be shown
   * @param bytesRead told how many bytes of the file itself were read, again and again
   * @throws IOException with a message that names the file and what is wrong
   */
  public BeaconLines(BeaconFile file, int maxBytes, LongConsumer bytesRead) throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    // The greatest line and its end, CR and line feed.
    this.bufferBytes = maxBytes + 2;
    this.buffer = new byte[Math.min(FIRST_BUFFER_BYTES, bufferBytes)];
    try {
      this.in = file.open(bytesRead);
    } catch (IOException e) {
      throw file.explain(e);
    }
  }

  /**
   * Moves to the next line; what was shown of the one before is gone.
   *
   * @return false at the file's end
   * @throws IOException with a message that names the file and what is wrong
   */
  public boolean next() throws IOException {
    try {
      while (find()) {
        if (to > from || tooLong) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw file.explain(e);
    }
  }

  /** Finds the next line, empty or not. */
  private boolean find() throws IOException {
    from = next;
    tooLong = false;
    int end = endFrom(from);
    if (end == from && end == filled && !tooLong) {
      return false;
    }
    number++;
    to = LineReader.withoutReturn(buffer, from, end);
    tooLong |= to - from > maxBytes;
    next = end < filled ? end + 1 : end;
    return true;
  }

  /** The offset of the next line feed, or of the file's end before one. */
  private int endFrom(int begin) throws IOException {
    int searched = begin;
    while (true) {
      while (searched < filled) {
        if (buffer[searched] == '\n') {
          return searched;
        }
        searched++;
      }
      if (ended) {
        return filled;
      }
      if (filled == buffer.length) {
        makeRoom();
        searched = filled;
      }
      read();
    }
  }

  /** Makes room behind what is filled, all of which is the beginning of one line. */
  private void makeRoom() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      filled -= from;
      from = 0;
    } else if (buffer.length < bufferBytes) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, bufferBytes));
    } else {
      tooLong = true;
      filled = 0;
    }
  }

  private void read() throws IOException {
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      ended = true;
    } else {
      filled += count;
    }
  }

  /** The array that holds the line. */
  public byte[] bytes() {
    return buffer;
  }

  /** The offset of the line's first byte. */
  public int from() {
    return from;
  }

  /** The offset behind the line's last byte. */
  public int to() {
    return to;
  }

  /** The line's number in the file, from 1, empty lines counted. */
  public long number() {
    return number;
  }

  /** Whether the line is longer than may be; what is shown is not the line then. */
  public boolean isTooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
