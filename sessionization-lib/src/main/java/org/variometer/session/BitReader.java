package org.variometer.session;

import org.variometer.beacon.NameCache;

/**
 * Reads what {@link BitWriter} wrote.
 *
 * <p>Every method throws {@link IllegalArgumentException} where the bytes end too early.
 */
final class BitReader {
  private final byte[] bytes;
  private long pending;
  private int pendingBits;
  private int position;

  BitReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = from;
  }

  /** Reads {@code count} bits, 0…32. */
  long readBits(int count) {
    while (pendingBits < count) {
      if (position == bytes.length) {
        throw new IllegalArgumentException(
            "session state is cut off after " + bytes.length + " bytes");
      }
      pending = (pending << 8) | (bytes[position++] & 0xFF);
      pendingBits += 8;
    }
    pendingBits -= count;
    return (pending >>> pendingBits) & BitWriter.mask(count);
  }

  long readLong() {
    long high = readBits(32);
    return (high << 32) | readBits(32);
  }

  long readSmall() {
    return readGroups(BitWriter.SMALL_GROUP);
  }

  long readLarge() {
    return readGroups(BitWriter.LARGE_GROUP);
  }

  /** A number of things that follow, each of at least {@code bits} bits, so that it is bounded. */
  int readCount(long count, int bits) {
    if (count < 0 || count > 8L * (bytes.length - position) / bits + pendingBits) {
      throw new IllegalArgumentException("session state says " + count + " where fewer can follow");
    }
    return (int) count;
  }

  String readText(NameCache names) {
    byte[] utf8 = new byte[readCount(readLarge(), 8)];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = (byte) readBits(8);
    }
    return names.get(utf8, 0, utf8.length);
  }

  /** Reads a column of {@code count} numbers. */
  long[] readColumn(int count) {
    int lowBits = (int) readBits(BitWriter.PARAMETER_BITS);
    if (lowBits > 32) {
      throw new IllegalArgumentException("session state has a column of " + lowBits + " low bits");
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int quotient = 0;
      while (quotient < BitWriter.ESCAPE && readBits(1) == 1) {
        quotient++;
      }
      values[i] =
          quotient == BitWriter.ESCAPE
              ? readLong()
              : ((long) quotient << lowBits) | readBits(lowBits);
    }
    return values;
  }

  /** Whether nothing but the filling of the last byte is left. */
  boolean atEnd() {
    return position == bytes.length && pendingBits < 8;
  }

  private long readGroups(int groupBits) {
    long value = 0;
    int shift = 0;
    while (true) {
      long group = readBits(groupBits + 1);
      value |= (group & BitWriter.mask(groupBits)) << shift;
      if (group >>> groupBits == 0) {
        return value;
      }
      shift += groupBits;
      if (shift > 63) {
        throw new IllegalArgumentException("session state has a number beyond 64 bits");
      }
    }
  }
}
