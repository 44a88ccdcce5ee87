package org.variometer.quickstart.generator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of bytes with what beacons need to be written. */
final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final long CENT = 10_000;

  private byte[] bytes = new byte[4096];
  private int length;
  private final byte[] digits = new byte[20];

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** What was written so far. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void truncate(int newLength) {
    length = newLength;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  JsonBuffer raw(char c) {
    ensure(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Latin-1 characters as they are. */
  JsonBuffer raw(String latin1) {
    int size = latin1.length();
    ensure(size);
    for (int i = 0; i < size; i++) {
      bytes[length + i] = (byte) latin1.charAt(i);
    }
    length += size;
    return this;
  }

  JsonBuffer raw(byte[] encoded) {
    ensure(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
    return this;
  }

  JsonBuffer fill(char c, int count) {
    ensure(count);
    Arrays.fill(bytes, length, length + count, (byte) c);
    length += count;
    return this;
  }

  /** A number ≥ 0. */
  JsonBuffer number(long value) {
    ensure(digits.length);
    int at = digits.length;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    System.arraycopy(digits, at, bytes, length, digits.length - at);
    length += digits.length - at;
    return this;
  }

  private void hex(long value, int nibbles) {
    for (int shift = (nibbles - 1) * 4; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 15];
    }
  }

  /** Sixteen hexadecimal digits. */
  JsonBuffer hex(long value) {
    ensure(16);
    hex(value, 16);
    return this;
  }

  JsonBuffer uuid(long high, long low) {
    ensure(36);
    hex(high >>> 32, 8);
    bytes[length++] = '-';
    hex(high >>> 16, 4);
    bytes[length++] = '-';
    hex(high, 4);
    bytes[length++] = '-';
    hex(low >>> 48, 4);
    bytes[length++] = '-';
    hex(low, 12);
    return this;
  }

  /** An amount ≥ 0 of whole cents. */
  JsonBuffer amount(long micros, Purchase.Form form) {
    long cents = micros / CENT;
    return switch (form) {
      case TEXT -> raw('"').number(cents / 100).raw('.').twoDigits(cents % 100).raw('"');
      case SCIENTIFIC -> number(cents).raw("e-2");
      case NUMBER -> plain(cents);
    };
  }

  private JsonBuffer plain(long cents) {
    number(cents / 100);
    long fraction = cents % 100;
    if (fraction == 0) {
      return this;
    }
    raw('.');
    return fraction % 10 == 0 ? number(fraction / 10) : twoDigits(fraction);
  }

  private JsonBuffer twoDigits(long value) {
    return number(value / 10).number(value % 10);
  }
}
