package org.variometer.benchmarks.beacons;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes text, numbers and UUIDs into a buffer that is used again: no garbage. For one thread. */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int MAX_DIGITS = 19;

  private final byte[] buffer = new byte[1024];
  private final byte[] digits = new byte[MAX_DIGITS];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** What was written: valid as far as {@link #length()}, until the next call. */
  byte[] buffer() {
    return buffer;
  }

  JsonBytes text(byte[] ascii) {
    System.arraycopy(ascii, 0, buffer, length, ascii.length);
    length += ascii.length;
    return this;
  }

  /** Writes a number ≥ 0. */
  JsonBytes number(long value) {
    int from = MAX_DIGITS;
    long rest = value;
    do {
      digits[--from] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    System.arraycopy(digits, from, buffer, length, MAX_DIGITS - from);
    length += MAX_DIGITS - from;
    return this;
  }

  JsonBytes uuid(long high, long low) {
    hex(high >>> 32, 8).dash().hex(high >>> 16, 4).dash().hex(high, 4).dash();
    return hex(low >>> 48, 4).dash().hex(low, 12);
  }

  private JsonBytes dash() {
    buffer[length++] = '-';
    return this;
  }

  private JsonBytes hex(long bits, int count) {
    for (int shift = 4 * (count - 1); shift >= 0; shift -= 4) {
      buffer[length++] = HEX[(int) (bits >>> shift) & 0xF];
    }
    return this;
  }
}
