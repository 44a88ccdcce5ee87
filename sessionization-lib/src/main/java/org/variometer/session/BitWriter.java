package org.variometer.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes numbers of any number of bits, most significant bit first. */
final class BitWriter {
  /** Quotients from here on are written in full; see {@link #writeColumn}. */
  static final int ESCAPE = 24;

  static final int PARAMETER_BITS = 6;
  static final int ASCII_BITS = 7;
  static final int SMALL_GROUP = 3;
  static final int LARGE_GROUP = 7;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[512];
  private int length;
  private long pending;
  private int free = Long.SIZE;

  /** Begins anew, in the same memory. */
  void clear() {
    length = 0;
    pending = 0;
    free = Long.SIZE;
  }

  /** Writes the low {@code count} bits, 0…64, of {@code value}. */
  void writeBits(long value, int count) {
    if (count == 0) {
      return;
    }
    long bits = value & (-1L >>> (Long.SIZE - count));
    if (count < free) {
      free -= count;
      pending |= bits << free;
      return;
    }
    int left = count - free;
    pending |= bits >>> left;
    if (length + Long.BYTES > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    WORD.set(bytes, length, pending);
    length += Long.BYTES;
    free = Long.SIZE - left;
    pending = left == 0 ? 0 : bits << free;
  }

  /** Writes all 64 bits. */
  void writeLong(long value) {
    writeBits(value, Long.SIZE);
  }

  /** Writes a number ≥ 0 that is mostly below 8. */
  void writeSmall(long value) {
    writeGroups(value, SMALL_GROUP);
  }

  /** Writes a number ≥ 0 of unknown size. */
  void writeLarge(long value) {
    writeGroups(value, LARGE_GROUP);
  }

  /** Writes text as its UTF-8 bytes behind their number; ASCII takes 7 bits a byte. */
  void writeText(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    boolean ascii = utf8.length == text.length();
    writeBits(ascii ? 1 : 0, 1);
    writeLarge(utf8.length);
    for (byte b : utf8) {
      writeBits(b, ascii ? ASCII_BITS : Byte.SIZE);
    }
  }

  /** Writes a number of either sign that is mostly small, zig-zag. */
  void writeSigned(long value) {
    writeLarge((value << 1) ^ (value >> (Long.SIZE - 1)));
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
    int lowBits = Math.min(Long.SIZE - 1 - Long.numberOfLeadingZeros(mean | 1), 32);
    writeBits(lowBits, PARAMETER_BITS);
    for (int i = 0; i < count; i++) {
      long quotient = values[i] >>> lowBits;
      if (quotient < ESCAPE) {
        int ones = (int) quotient;
        writeBits(((1L << ones) - 1) << 1, ones + 1);
        writeBits(values[i], lowBits);
      } else {
        writeBits(-1, ESCAPE);
        writeLong(values[i]);
      }
    }
  }

  /** What was written, the last byte filled up with zeros. */
  byte[] toByteArray() {
    int rest = (Long.SIZE - free + Byte.SIZE - 1) / Byte.SIZE;
    byte[] written = Arrays.copyOf(bytes, length + rest);
    for (int i = 0; i < rest; i++) {
      written[length + i] = (byte) (pending >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    return written;
  }

  /** Writes groups of bits, low ones first, each behind a bit that says whether more follow. */
  private void writeGroups(long value, int groupBits) {
    long more = 1L << groupBits;
    long rest = value;
    while (rest >>> groupBits != 0) {
      writeBits(more | (rest & (more - 1)), groupBits + 1);
      rest >>>= groupBits;
    }
    writeBits(rest, groupBits + 1);
  }
}
