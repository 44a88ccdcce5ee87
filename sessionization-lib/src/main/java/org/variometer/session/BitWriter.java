package org.variometer.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes numbers of any number of bits, most significant bit first. */
final class BitWriter {
  /** Quotients from here on are written in full; see {@link #writeColumn}. */
  static final int ESCAPE = 24;

  static final int PARAMETER_BITS = 6;
  static final int SMALL_GROUP = 3;
  static final int LARGE_GROUP = 7;

  private byte[] bytes = new byte[256];
  private int length;
  private long pending;
  private int pendingBits;

  /** Writes the low {@code count} bits, 0…32, of {@code value}. */
  void writeBits(long value, int count) {
    pending = (pending << count) | (value & mask(count));
    pendingBits += count;
    while (pendingBits >= 8) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      pendingBits -= 8;
      bytes[length++] = (byte) (pending >>> pendingBits);
    }
  }

  /** Writes all 64 bits. */
  void writeLong(long value) {
    writeBits(value >>> 32, 32);
    writeBits(value, 32);
  }

  /** Writes a number ≥ 0 that is mostly below 8. */
  void writeSmall(long value) {
    writeGroups(value, SMALL_GROUP);
  }

  /** Writes a number ≥ 0 of unknown size. */
  void writeLarge(long value) {
    writeGroups(value, LARGE_GROUP);
  }

  /** Writes text as its UTF-8 bytes behind their number. */
  void writeText(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    writeLarge(utf8.length);
    for (byte b : utf8) {
      writeBits(b, 8);
    }
  }

  /**
   * Writes {@code count} numbers ≥ 0 of like size in Golomb-Rice code (Rice 1979): the low bits as
   * they are, what is left in unary. Near the least possible for gaps and load times.
   */
  void writeColumn(long[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    long mean = count == 0 ? 0 : (long) (sum / count);
    int lowBits = Math.min(63 - Long.numberOfLeadingZeros(mean | 1), 32);
    writeBits(lowBits, PARAMETER_BITS);
    for (int i = 0; i < count; i++) {
      long quotient = values[i] >>> lowBits;
      if (quotient < ESCAPE) {
        writeBits(mask((int) quotient) << 1, (int) quotient + 1);
        writeBits(values[i], lowBits);
      } else {
        writeBits(mask(ESCAPE), ESCAPE);
        writeLong(values[i]);
      }
    }
  }

  /** What was written, the last byte filled up with zeros. */
  byte[] toByteArray() {
    if (pendingBits > 0) {
      writeBits(0, 8 - pendingBits);
    }
    return Arrays.copyOf(bytes, length);
  }

  /** The low {@code bits} bits set, 0…63. */
  static long mask(int bits) {
    return (1L << bits) - 1;
  }

  /** Writes groups of bits, low ones first, each behind a bit that says whether more follow. */
  private void writeGroups(long value, int groupBits) {
    long rest = value;
    while (rest >>> groupBits != 0) {
      writeBits((1L << groupBits) | (rest & mask(groupBits)), groupBits + 1);
      rest >>>= groupBits;
    }
    writeBits(rest, groupBits + 1);
  }
}
