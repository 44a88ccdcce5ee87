package org.variometer.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.variometer.beacon.NameCache;

/**
 * Reads what {@link BitWriter} wrote.
 *
 * <p>Every method throws {@link IllegalArgumentException} where the bytes end too early.
 */
final class BitReader {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final long end;
  private long position;

  /** Begins at the byte {@code from}. */
  BitReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = (long) Byte.SIZE * from;
    this.end = (long) Byte.SIZE * bytes.length;
  }

  /** Reads {@code count} bits, 0…64. */
  long readBits(int count) {
    if (count == 0) {
      return 0;
    }
    long bits = peek() >>> (Long.SIZE - count);
    skip(count);
    return bits;
  }

  long readLong() {
    return readBits(Long.SIZE);
  }

  long readSmall() {
    return readGroups(BitWriter.SMALL_GROUP);
  }

  long readLarge() {
    return readGroups(BitWriter.LARGE_GROUP);
  }

  /**
   * Checks the number of things that follow, so that damaged bytes can't ask for more memory than
   * bytes could fill.
   *
   * @param count the number that was read
   * @param bits the fewest bits that each of them takes, at least 1
   */
  int readCount(long count, int bits) {
    if (count < 0 || count > (end - position) / bits) {
      throw new IllegalArgumentException("session state says " + count + " where fewer can follow");
    }
    return (int) count;
  }

  /** Reads a name that comes in many sessions. */
  String readName(NameCache names) {
    byte[] utf8 = readUtf8();
    return names.get(utf8, 0, utf8.length);
  }

  /** Reads text that is this session's own. */
  String readText() {
    return new String(readUtf8(), UTF_8);
  }

  long readSigned() {
    long zigZag = readLarge();
    return (zigZag >>> 1) ^ -(zigZag & 1);
  }

  private byte[] readUtf8() {
    int bits = readBits(1) == 1 ? BitWriter.ASCII_BITS : Byte.SIZE;
    byte[] utf8 = new byte[readCount(readLarge(), bits)];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = (byte) readBits(bits);
    }
    return utf8;
  }

  /** Reads a column of {@code count} numbers. */
  long[] readColumn(int count) {
    int lowBits = (int) readBits(BitWriter.PARAMETER_BITS);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int ones = Long.numberOfLeadingZeros(~peek());
      if (ones < BitWriter.ESCAPE) {
        skip(ones + 1);
        values[i] = ((long) ones << lowBits) | readBits(lowBits);
      } else {
        skip(BitWriter.ESCAPE);
        values[i] = readLong();
      }
    }
    return values;
  }

  /** Whether nothing but the filling of the last byte is left. */
  boolean atEnd() {
    return end - position < Byte.SIZE;
  }

  private long readGroups(int groupBits) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += groupBits) {
      long group = readBits(groupBits + 1);
      value |= (group & ((1L << groupBits) - 1)) << shift;
      if (group >>> groupBits == 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("session state has a number beyond 64 bits");
  }

  /** The next 64 bits, zeros behind the end. */
  private long peek() {
    int at = (int) (position >>> 3);
    int shift = (int) (position & 7);
    if (at + Long.BYTES < bytes.length) {
      long word = (long) WORD.get(bytes, at) << shift;
      return word | ((bytes[at + Long.BYTES] & 0xFF) >>> (Byte.SIZE - shift));
    }
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = (word << Byte.SIZE) | (at + i < bytes.length ? bytes[at + i] & 0xFF : 0);
    }
    return word << shift;
  }

  private void skip(int count) {
    position += count;
    if (position > end) {
      throw new IllegalArgumentException(
          "session state is cut off after " + bytes.length + " bytes");
    }
  }
}
