package org.variometer.json;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The length of the well-formed sequence that begins at {@code p} in bytes that end at {@code
   * end}: 1 to 4, or 0 if there is none.
   */
  public static int sequenceLength(byte[] bytes, int p, int end) {
    int lead = bytes[p] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (end - p < length) {
      return 0;
    }
    int second = bytes[p + 1] & 0xFF;
    int low =
        switch (lead) {
          case 0xE0 -> 0xA0;
          case 0xF0 -> 0x90;
          default -> 0x80;
        };
    int high =
        switch (lead) {
          case 0xED -> 0x9F;
          case 0xF4 -> 0x8F;
          default -> 0xBF;
        };
    if (second < low || second > high) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[p + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The code point of the well-formed sequence of {@code length} bytes at {@code p}. */
  public static int codePoint(byte[] bytes, int p, int length) {
    return switch (length) {
      case 1 -> bytes[p];
      case 2 -> ((bytes[p] & 0x1F) << 6) | tail(bytes[p + 1]);
      case 3 -> ((bytes[p] & 0x0F) << 12) | (tail(bytes[p + 1]) << 6) | tail(bytes[p + 2]);
      default ->
          ((bytes[p] & 0x07) << 18)
              | (tail(bytes[p + 1]) << 12)
              | (tail(bytes[p + 2]) << 6)
              | tail(bytes[p + 3]);
    };
  }

  private static int tail(int b) {
    return b & 0x3F;
  }

  /** Writes {@code codePoint} at {@code p} and returns the offset behind it. */
  public static int write(int codePoint, byte[] bytes, int p) {
    if (codePoint < 0x80) {
      bytes[p] = (byte) codePoint;
      return p + 1;
    }
    if (codePoint < 0x800) {
      bytes[p] = (byte) (0xC0 | (codePoint >> 6));
      bytes[p + 1] = (byte) (0x80 | tail(codePoint));
      return p + 2;
    }
    if (codePoint < 0x10000) {
      bytes[p] = (byte) (0xE0 | (codePoint >> 12));
      bytes[p + 1] = (byte) (0x80 | tail(codePoint >> 6));
      bytes[p + 2] = (byte) (0x80 | tail(codePoint));
      return p + 3;
    }
    bytes[p] = (byte) (0xF0 | (codePoint >> 18));
    bytes[p + 1] = (byte) (0x80 | tail(codePoint >> 12));
    bytes[p + 2] = (byte) (0x80 | tail(codePoint >> 6));
    bytes[p + 3] = (byte) (0x80 | tail(codePoint));
    return p + 4;
  }

  /**
   * Orders strings by their UTF-8 bytes, which is the order of their code points and, for
   * characters beyond U+FFFF, not the order of {@link String#compareTo}.
   */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xSurrogate = Character.isSurrogate(x);
        boolean ySurrogate = Character.isSurrogate(y);
        if (xSurrogate != ySurrogate) {
          return xSurrogate ? 1 : -1;
        }
        return Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
