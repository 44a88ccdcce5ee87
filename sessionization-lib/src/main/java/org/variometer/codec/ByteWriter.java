package org.variometer.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import net.openhft.hashing.LongHashFunction;

/** Writes numbers, text and arrays into a buffer that grows. For one thread. */
public final class ByteWriter {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final LongHashFunction XX_HASH = LongHashFunction.xx();

  /** JVMs refuse arrays that are a few elements longer. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** Stands where the length of an id's text would, plus 1. */
  static final int UUID_FORM = 0;

  private byte[] buffer;
  private int length;

  /** Begins with room for {@code capacity} bytes. */
  public ByteWriter(int capacity) {
    buffer = new byte[Math.max(capacity, Long.BYTES)];
  }

  /** Begins anew, in the same memory. */
  public void clear() {
    length = 0;
  }

  /** The number of bytes written so far. */
  public int length() {
    return length;
  }

  /** Writes a number ≥ 0 in groups of 7 bits; a negative one takes 10 bytes. */
  public void writeUnsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  /** Writes a number of either sign that is mostly small. */
  public void writeSigned(long value) {
    writeUnsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  /** Writes all 64 bits. */
  public void writeLong(long value) {
    ensure(Long.BYTES);
    LONG.set(buffer, length, value);
    length += Long.BYTES;
  }

  /** Writes text as UTF-8 behind its length. */
  public void writeText(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    writeUnsigned(utf8.length);
    writeBytes(utf8, 0, utf8.length);
  }

  /** Writes an id: a UUID in 17 bytes, any other as text. */
  public void writeId(String id) {
    if (IdForm.isUuid(id)) {
      UUID uuid = UUID.fromString(id);
      writeUnsigned(UUID_FORM);
      writeLong(uuid.getMostSignificantBits());
      writeLong(uuid.getLeastSignificantBits());
    } else {
      byte[] utf8 = id.getBytes(UTF_8);
      writeUnsigned(utf8.length + 1L);
      writeBytes(utf8, 0, utf8.length);
    }
  }

  /** Writes these bytes as they are. */
  public void writeBytes(byte[] bytes, int from, int to) {
    ensure(to - from);
    System.arraycopy(bytes, from, buffer, length, to - from);
    length += to - from;
  }

  /** Writes what {@code other} holds. */
  public void writeBytes(ByteWriter other) {
    writeBytes(other.buffer, 0, other.length);
  }

  /** Writes bytes behind their length. */
  public void writeBlock(byte[] bytes) {
    writeUnsigned(bytes.length);
    writeBytes(bytes, 0, bytes.length);
  }

  /** Writes what {@code other} holds, behind its length. */
  public void writeBlock(ByteWriter other) {
    writeUnsigned(other.length);
    writeBytes(other);
  }

  /** Writes things behind their number. */
  public <T> void writeAll(Collection<T> things, BiConsumer<T, ByteWriter> writer) {
    writeUnsigned(things.size());
    things.forEach(thing -> writer.accept(thing, this));
  }

  /** The 64-bit xxHash, seed 0, of what was written. */
  public long hash() {
    return XX_HASH.hashBytes(buffer, 0, length);
  }

  /** What was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, capacity(buffer.length, (long) length + more));
    }
  }

  /** How long a buffer becomes that has to hold more: doubled, as far as an array can be. */
  static int capacity(int present, long needed) {
    if (needed > MAX_BYTES) {
      throw new IllegalArgumentException(
          "more than 2 GiB in one piece: divide it into more (variometer.stream.shards, meters)");
    }
    return (int) Math.min(Math.max(needed, 2L * present), MAX_BYTES);
  }
}
