package org.variometer.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads what {@link ByteWriter} wrote. Every method throws {@link IllegalArgumentException} where
 * the bytes end too early or can't be what was written. For one thread.
 */
public final class ByteReader {
  private final byte[] bytes;
  private int position;

  /** Begins at the first byte. */
  public ByteReader(byte[] bytes) {
    this(bytes, 0);
  }

  /** Begins at this offset. */
  public ByteReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = from;
  }

  /** The offset of the next byte. */
  public int position() {
    return position;
  }

  /** Whether everything was read. */
  public boolean atEnd() {
    return position == bytes.length;
  }

  /** Reads a number ≥ 0. */
  public long readUnsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      check(1);
      byte group = bytes[position++];
      value |= (group & 0x7FL) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("kept bytes have a number beyond 64 bits");
  }

  /** Reads a number ≥ 0 of things that take at least one byte each, which bounds it. */
  public int readCount() {
    long count = readUnsigned();
    if (count < 0 || count > bytes.length - position) {
      throw new IllegalArgumentException(
          "kept bytes say " + count + " where " + (bytes.length - position) + " bytes are left");
    }
    return (int) count;
  }

  /** Reads a number ≥ 0 that fits an int. */
  public int readInt() {
    long value = readUnsigned();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("kept bytes have " + value + " where an int is expected");
    }
    return (int) value;
  }

  /** Reads a number ≥ 0 that names one of {@code size} things. */
  public int readIndex(int size) {
    int index = readInt();
    if (index >= size) {
      throw new IllegalArgumentException("kept bytes name thing " + index + " of " + size);
    }
    return index;
  }

  /**
   * Reads the version of what follows, from 1 on.
   *
   * @param what what follows, for messages
   * @param newest the newest that is known
   * @throws LaterVersionException if it is a later one
   */
  public int readVersion(String what, int newest) {
    long version = readUnsigned();
    if (Long.compareUnsigned(version, newest) > 0) {
      throw new LaterVersionException(what, version, newest);
    }
    if (version == 0) {
      throw new IllegalArgumentException(what + " has version 0");
    }
    return (int) version;
  }

  /** Reads a number of either sign. */
  public long readSigned() {
    long zigZag = readUnsigned();
    return (zigZag >>> 1) ^ -(zigZag & 1);
  }

  /** Reads all 64 bits. */
  public long readLong() {
    check(Long.BYTES);
    long value = (long) ByteWriter.LONG.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** Reads text. */
  public String readText() {
    int length = readCount();
    String text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }

  /** Reads an id. */
  public String readId() {
    int form = readInt();
    if (form == ByteWriter.UUID_FORM) {
      return new UUID(readLong(), readLong()).toString();
    }
    int length = form - 1;
    check(length);
    String id = new String(bytes, position, length, UTF_8);
    position += length;
    return id;
  }

  /** Reads bytes that stand behind their length. */
  public byte[] readBlock() {
    int length = readCount();
    byte[] block = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return block;
  }

  /** Passes over bytes that stand behind their length. */
  public void skipBlock() {
    skip(readCount());
  }

  /** Passes over this many bytes. */
  public void skip(int count) {
    check(count);
    position += count;
  }

  /** Reads things that stand behind their number. */
  public <T> List<T> readAll(Function<ByteReader, T> reader) {
    int count = readCount();
    List<T> things = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      things.add(reader.apply(this));
    }
    return things;
  }

  private void check(int count) {
    if (bytes.length - position < count) {
      throw new IllegalArgumentException("kept bytes end after " + bytes.length);
    }
  }
}
